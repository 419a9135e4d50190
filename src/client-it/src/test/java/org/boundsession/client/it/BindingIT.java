package org.boundsession.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.boundsession.client.it.Flow.EMPLOYEES;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.client.Binding;
import org.boundsession.client.BoundSessionClient;
import org.boundsession.client.LoginFailedException;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In what the two kinds of binding differ. */
@Timeout(120)
class BindingIT {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static Server server;
    private static URI root;

    private final Flow signing = Flow.of(root, "general", Binding.SIGNATURE);
    private final Flow general = Flow.of(root, "general");

    @BeforeAll
    static void start() {
        server = Server.start("binding", "BOUND_SESSION_PROOF_COMPONENTS", "@method @path @query @authority");
        root = server.root();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Response thief(String cookie) {
        return new Client("127.0.0.1", root.getPort(), "/bound-session")
                .send(Request.get("/getemployeedetails")
                        .header("Cookie", cookie)
                        .secret("a-thiefs-guess-1"));
    }

    @Test
    void getsASessionOfItsOwnWhenAThiefHasTriedItsCookie() throws Exception {
        general.get(EMPLOYEES);
        String stolen = general.http().lastCookie();
        assertThat(thief(stolen).code()).isEqualTo("session_invalidated");

        assertThat(general.get(EMPLOYEES).statusCode()).isEqualTo(200);
        assertThat(general.http().lastCookie()).isNotEqualTo(stolen);
    }

    @Test
    void keepsASessionThatSignsWhenAThiefHasTriedItsCookie() throws Exception {
        signing.get(EMPLOYEES);
        String stolen = signing.http().lastCookie();
        assertThat(thief(stolen).code()).isEqualTo("proof_required");

        assertThat(signing.get(EMPLOYEES).statusCode()).isEqualTo(200);
        assertThat(signing.http().lastCookie()).isEqualTo(stolen);
    }

    @Test
    void saysThatTheSecretIsTooShort() {
        BoundSessionClient client = Flow.builder(root, "general", new RecordingHttpClient())
                .secret("short"::toCharArray)
                .build();

        assertThatThrownBy(() -> client.send(HttpRequest.newBuilder(root).build(), BodyHandlers.discarding()))
                .hasMessageContaining("check the length of the secret")
                .asInstanceOf(type(LoginFailedException.class))
                .extracting(LoginFailedException::status, LoginFailedException::code)
                .containsExactly(400, "secret_malformed");
    }

    @Test
    void sendsTheSecretOnceAndSignsTheRest() throws Exception {
        signing.get(EMPLOYEES);
        signing.get("login");
        signing.get(EMPLOYEES);
        signing.client().logout();

        List<HttpRequest> sent = signing.http().exchanges().stream()
                .map(RecordingHttpClient.Exchange::request)
                .toList();
        assertThat(sent)
                .extracting(request -> request.headers().firstValue("secretid").isPresent())
                .containsExactly(true, false, false, false, false);
        assertThat(sent)
                .extracting(request -> request.headers().firstValue("Signature").isPresent())
                .containsExactly(false, true, true, true, true);
        assertThat(signing.statuses()).containsExactly(200, 200, 200, 200, 204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binding",
                "binding/",
                "binding/a%7Eb;v=1//c",
                "binding?",
                "binding?a=1&b=%2F%c3%bc+%20",
                "binding/Jürgen?q=ü"
            })
    void signsPathAndQueryAsTheServerSeesThem(String target) throws Exception {
        HttpResponse<String> response = signing.get(target);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"binding\":\"signature\"", "\"method\":\"GET\"");
        assertThat(signing.statuses()).containsExactly(200, 200);
    }

    @Test
    void signsBodies() throws Exception {
        String text = "{\"name\":\"Jürgen\"}".repeat(1000);
        for (BodyPublisher body : List.of(
                BodyPublishers.noBody(),
                BodyPublishers.ofString(text),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))) {
            HttpRequest request =
                    HttpRequest.newBuilder(root.resolve("binding")).POST(body).build();

            HttpResponse<String> response = signing.client().send(request, BodyHandlers.ofString());

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    @Test
    void reportsThatAProxyHasChangedTheRequest() throws Exception {
        signing.get(EMPLOYEES);

        List<String> hashes = hashesOfRefusal(request -> HttpRequest.newBuilder(request, (name, value) -> true)
                .uri(URI.create(request.uri() + "&offset=1"))
                .build());

        assertThat(hashes).hasSize(2).doesNotHaveDuplicates();
        assertThat(signing.get(EMPLOYEES).statusCode()).isEqualTo(200);
    }

    @Test
    void reportsThatOnlyTheKeyDiffers() throws Exception {
        signing.get(EMPLOYEES);

        List<String> hashes = hashesOfRefusal(
                request -> HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("Signature"))
                        .header("Signature", "bs=:" + "A".repeat(43) + "=:")
                        .build());

        assertThat(hashes).hasSize(2);
        assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
    }

    /** Returns the hashes of the server and of the client that the client logs. */
    private List<String> hashesOfRefusal(UnaryOperator<HttpRequest> change) throws Exception {
        List<String> hashes = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                Matcher hash = HASH.matcher(new SimpleFormatter().formatMessage(message));
                while (hash.find()) {
                    hashes.add(hash.group());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(BoundSessionClient.class.getName());
        logger.addHandler(handler);
        signing.http().beforeNext(change);
        try {
            assertThat(signing.get(EMPLOYEES).body()).contains("proof_invalid");
        } finally {
            logger.removeHandler(handler);
        }
        return hashes;
    }

    @Test
    void saysThatTheServerDoesNotOpenSessionsThatSign() {
        try (Server old = Server.start("binding-refused", "BOUND_SESSION_BINDINGS", "secret")) {
            assertThatThrownBy(() ->
                            Flow.of(old.root(), "general", Binding.SIGNATURE).get(EMPLOYEES))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Login failed with status 400 binding_refused: the server's setting bindings does not"
                            + " have this kind");
        }
    }
}
