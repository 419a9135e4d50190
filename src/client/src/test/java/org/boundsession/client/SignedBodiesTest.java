package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of requests that are signed. */
@Timeout(60)
class SignedBodiesTest {

    private static final String TEXT = "{\"limit\":10,\"name\":\"Jürgen\"}";

    private ProtocolServer server;
    private BoundSessionClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
        client = server.client().binding(Binding.SIGNATURE).build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest.Builder post(BodyPublisher body) {
        return HttpRequest.newBuilder(server.root().resolve("orders")).POST(body);
    }

    private HttpResponse<String> send(BodyPublisher body) throws IOException, InterruptedException {
        return client.send(post(body).build(), BodyHandlers.ofString());
    }

    private static InputStream stream() {
        return new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<BodyPublisher> repeatable() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                BodyPublishers.ofString(TEXT),
                BodyPublishers.ofByteArray(bytes),
                BodyPublishers.ofByteArrays(List.of(bytes)),
                BodyPublishers.ofInputStream(SignedBodiesTest::stream),
                BodyPublishers.fromPublisher(BodyPublishers.ofString(TEXT)),
                BodyPublishers.fromPublisher(BodyPublishers.ofString(TEXT), bytes.length));
    }

    @ParameterizedTest
    @MethodSource("repeatable")
    void areCoveredByTheirDigest(BodyPublisher body) throws Exception {
        HttpResponse<String> response = send(body);

        assertThat(response.body()).isEqualTo("POST /app/orders " + TEXT);
        assertThat(server.calls()).singleElement().satisfies(call -> {
            assertThat(call.header("Content-Digest"))
                    .contains("sha-256=:icbHRE2Xzwx07oJGBeK98PBSioo+5XembpZqZdpcW78=:");
            assertThat(call.header("Content-Length").isPresent()).isEqualTo(body.contentLength() > 0);
        });
    }

    @ParameterizedTest
    @MethodSource("repeatable")
    void areSentAgainAfterALogin(BodyPublisher body) throws Exception {
        send(BodyPublishers.noBody());
        server.endSessions();

        assertThat(send(body).body()).isEqualTo("POST /app/orders " + TEXT);
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void areReadFromAFileThatMayBeLarge(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("body"), "0123456789abcdef".repeat(200_000));

        assertThat(send(BodyPublishers.ofFile(file)).body()).hasSize("POST /app/orders ".length() + 3_200_000);
    }

    @Test
    void ofEveryMethodAreCovered() throws Exception {
        for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
            HttpRequest request = post(BodyPublishers.noBody())
                    .method(method, BodyPublishers.ofString("x"))
                    .build();

            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(method + " /app/orders x");
        }
    }

    @Test
    void withoutContentHaveADigestOnlyIfTheirLengthIsUnknown() throws Exception {
        send(BodyPublishers.noBody());
        send(BodyPublishers.ofString(""));
        HttpResponse<String> unknown = send(BodyPublishers.ofInputStream(InputStream::nullInputStream));

        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(server.calls())
                .extracting(call -> call.header("Content-Digest").isPresent())
                .containsExactly(false, false, true);
    }

    @Test
    void ofOneStreamAreRefusedWithAReason() {
        InputStream once = stream();

        assertThatThrownBy(() -> send(BodyPublishers.ofInputStream(() -> once)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be published a second time as it was signed");
    }

    @Test
    void thatChangeAreRefusedWithAReason() {
        AtomicInteger reads = new AtomicInteger();
        BodyPublisher changing = BodyPublishers.fromPublisher(subscriber ->
                BodyPublishers.ofString("body " + reads.incrementAndGet()).subscribe(subscriber));

        assertThatThrownBy(() -> send(changing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("use a body publisher that can");
        assertThat(reads).hasValue(2);
    }

    @Test
    void ofAPublisherWithOneSubscriberAreRefusedWithAReason() {
        AtomicInteger subscribers = new AtomicInteger();
        Flow.Publisher<ByteBuffer> once = subscriber -> {
            if (subscribers.incrementAndGet() == 1) {
                BodyPublishers.ofString(TEXT).subscribe(subscriber);
            } else {
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {}

                    @Override
                    public void cancel() {}
                });
                subscriber.onError(new IllegalStateException("one subscriber only"));
            }
        };

        assertThatThrownBy(() -> send(BodyPublishers.fromPublisher(once)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be published a second time")
                .hasRootCauseMessage("one subscriber only");
    }

    @Test
    void thatCannotBeReadAreNotSent() {
        BodyPublisher failing = BodyPublishers.ofInputStream(() -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new FileNotFoundException("removed");
            }
        });

        assertThatThrownBy(() -> send(failing))
                .isInstanceOf(IOException.class)
                .hasMessage("The body of the request could not be read")
                .hasRootCauseInstanceOf(FileNotFoundException.class);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void thatArePublishedTooLateAreNotSent() {
        try (SubmissionPublisher<ByteBuffer> never = new SubmissionPublisher<>()) {
            HttpRequest request = post(BodyPublishers.fromPublisher(never))
                    .timeout(Duration.ofMillis(50))
                    .build();

            assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("The body of the request was not published in time");
        }
        assertThat(server.calls()).isEmpty();
    }
}
