package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A refusal that is the final answer: the client has read its body, and the caller gets it all the same. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Binding.class)
class RefusalTest {

    private static final String BODY = "{\"code\":\"proof_required\",\n\"message\":\"ä\"}";

    @Parameter
    private Binding binding;

    private ProtocolServer server;
    private BoundSessionClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
        client = server.client().binding(binding).build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private <T> T refused(BodyHandler<T> handler) throws IOException, InterruptedException {
        return refused(BODY, handler);
    }

    private <T> T refused(String body, BodyHandler<T> handler) throws IOException, InterruptedException {
        server.onCall(
                reply -> new Reply(401, List.of("WWW-Authenticate: BoundSession login=\"/app/login\"", "X: y"), body));
        HttpRequest request =
                HttpRequest.newBuilder(server.root().resolve("orders")).build();
        return client.send(request, handler).body();
    }

    @Test
    void isHandledAsText() throws Exception {
        assertThat(refused(BodyHandlers.ofString())).isEqualTo(BODY);
        String header = refused(
                info -> BodySubscribers.replacing(info.headers().firstValue("X").orElseThrow()));
        assertThat(header).isEqualTo("y");
        assertThat(refused(BodyHandlers.discarding())).isNull();
    }

    @Test
    void isHandledAsLinesAndAsAStream() throws Exception {
        try (Stream<String> lines = refused(BodyHandlers.ofLines());
                InputStream stream = refused(BodyHandlers.ofInputStream())) {
            assertThat(lines).hasSize(2);
            assertThat(stream).hasContent(BODY);
        }
    }

    @Test
    void isHandledAsAFile(@TempDir Path directory) throws Exception {
        Path file = refused(BodyHandlers.ofFile(directory.resolve("answer")));

        assertThat(Files.readString(file)).isEqualTo(BODY);
    }

    @Test
    void isHandledAsAPublisherThatIsReadLater() throws Exception {
        Flow.Publisher<List<ByteBuffer>> publisher = refused(BodyHandlers.ofPublisher());
        CompletableFuture<String> text = new CompletableFuture<>();

        publisher.subscribe(new Flow.Subscriber<>() {
            private final StringBuilder read = new StringBuilder();

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(List<ByteBuffer> parts) {
                parts.forEach(part -> read.append(StandardCharsets.UTF_8.decode(part)));
            }

            @Override
            public void onError(Throwable failure) {
                text.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                text.complete(read.toString());
            }
        });

        assertThat(text.get()).isEqualTo(BODY);
    }

    @Test
    void mayBeTooMuchForAHandler() {
        assertThatThrownBy(() -> refused(
                        info -> BodySubscribers.mapping(BodySubscribers.ofString(StandardCharsets.UTF_8), text -> {
                            throw new UnsupportedOperationException("no text");
                        })))
                .isInstanceOf(IOException.class)
                .hasMessage("The body of the answer could not be handled")
                .hasRootCauseMessage("no text");
    }

    @Test
    void ofASignatureIsReportedWithBothHashes() throws Exception {
        String hash = "0123456789abcdef".repeat(4);
        List<String> messages = messagesOf(() -> refused(
                "{\"code\":\"proof_invalid\",\"signature_base_sha256\":\"" + hash + "\"}", BodyHandlers.ofString()));

        if (binding == Binding.SECRET) {
            assertThat(messages).isEmpty();
        } else {
            assertThat(messages)
                    .singleElement()
                    .satisfies(message -> assertThat(message)
                            .startsWith(
                                    "The server refused a signature (proof_invalid). signature_base_sha256 at the server: "
                                            + hash + "; at the client: ")
                            .containsPattern("client: [0-9a-f]{64}\\. ")
                            .doesNotContain("id1", "orders", "bs="));
        }
    }

    /** A forged refusal may say anything. */
    @Test
    void writesNothingIntoTheLogButAHash() throws Exception {
        assertThat(messagesOf(() -> refused(
                        "{\"code\":\"proof_invalid\",\"signature_base_sha256\":\"forged\\nline\"}",
                        BodyHandlers.ofString())))
                .allSatisfy(message -> assertThat(message).doesNotContain("forged"));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static List<String> messagesOf(Action action) throws Exception {
        List<String> messages = new ArrayList<>();
        Logger logger = Logger.getLogger(BoundSessionClient.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                messages.add(new SimpleFormatter().formatMessage(message));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }
}
