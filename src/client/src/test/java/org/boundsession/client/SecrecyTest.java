package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that a caller may print or log has the password, the secret or the cookie. */
@Timeout(60)
class SecrecyTest {

    /** Keeps what any logger writes, at any level. */
    private static final class Log extends Handler {

        private final StringBuffer text = new StringBuffer();

        @Override
        public void publish(LogRecord message) {
            text.append(new SimpleFormatter().format(message));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Logger root = Logger.getLogger("");
    private final Logger own = Logger.getLogger("org.boundsession");
    private final Log log = new Log();
    private final List<String> printed = new ArrayList<>();
    private ProtocolServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
        own.setLevel(Level.ALL);
        log.setLevel(Level.ALL);
        root.addHandler(log);
    }

    @AfterEach
    void stop() {
        root.removeHandler(log);
        own.setLevel(null);
        server.close();
    }

    private Object call(BoundSessionClient client) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.root().resolve("orders")).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        printed.add(
                response.toString() + response.request() + response.request().headers() + response.headers());
        return client;
    }

    private void printFailure(Callable<?> failing) {
        try {
            throw new AssertionError("no failure but " + failing.call());
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            printed.add(trace.toString());
        }
    }

    private static BoundSessionClient secret(BoundSessionClient.Builder client, String secret) {
        return client.secret(secret::toCharArray).build();
    }

    @Test
    void isKeptInAnswersExceptionsAndLogs() throws Exception {
        BoundSessionClient client = server.client().build();
        printed.add(client + " " + server.client());
        call(client);
        server.endSessions();
        call(client);
        client.logout();
        client.logout();

        printFailure(() -> call(secret(server.client(), "my-own-secret-1\n")));
        printFailure(() -> call(secret(server.client(), "my-own-secret-1\u20ac")));
        printFailure(() ->
                call(server.client().password("general-password\r"::toCharArray).build()));
        printFailure(() -> call(
                server.client().password("other-general-password"::toCharArray).build()));
        printFailure(() -> {
            server.onLogin(reply -> Reply.ok("{\"x\":\"my-own-secret-1\"}").header("Set-Cookie", "Session_ID=id9"));
            return call(server.client().build());
        });
        printFailure(() -> client.send(
                HttpRequest.newBuilder(server.root())
                        .header("secretid", "my-own-secret-1")
                        .build(),
                BodyHandlers.discarding()));
        printFailure(() -> {
            server.onLogin(reply -> ProtocolServer.after(new CountDownLatch(1), reply));
            return call(server.client().loginTimeout(Duration.ofMillis(50)).build());
        });
        // The login may have ended before the server received it.
        server.dropChanges();
        printFailure(() -> {
            call(client);
            server.onCall(reply -> Reply.of(500, "internal_error"));
            client.logout();
            return client;
        });
        BoundSessionClient.builder(URI.create("http://example.org/"))
                .user("general")
                .password("general-password"::toCharArray)
                .secret("my-own-secret-1"::toCharArray)
                .build();
        server.close();
        printFailure(() -> call(client));
        printFailure(() -> call(server.client().build()));

        assertThat(printed).hasSize(3 + 1 + 10);
        assertThat(log.text).contains("in clear text");
        assertThat(log.text + String.join("\n", printed))
                .contains("LoginFailedException", "HttpTimeoutException", "ConnectException", "example.org")
                .doesNotContain("my-own-secret", "general-password", "Z2VuZXJhbDp", "Session_ID=", "id1", "id2");
    }

    @Test
    void isKeptByAClientThatSigns() throws Exception {
        BoundSessionClient client = server.client().binding(Binding.SIGNATURE).build();
        call(client);
        server.endSessions();
        call(client);
        server.onCall(reply -> Reply.of(401, "proof_invalid", "\"signature_base_sha256\":\"" + "ab".repeat(32) + "\"")
                .header("WWW-Authenticate", "BoundSession login=\"/app/login\""));
        call(client);
        InputStream once = new ByteArrayInputStream(new byte[1]);
        printFailure(() -> client.send(
                HttpRequest.newBuilder(server.root())
                        .POST(BodyPublishers.ofInputStream(() -> once))
                        .build(),
                BodyHandlers.discarding()));
        client.logout();
        printFailure(() -> {
            server.onLogin(reply -> Reply.of(200, "logged_in", "\"binding\":\"secret\"")
                    .header("custom_status", "N")
                    .header("Set-Cookie", "Session_ID=id9"));
            return call(client);
        });

        List<String> hidden = new ArrayList<>(List.of("Session_ID=", "id1", "id2", "id9", "general-password", "bs="));
        server.logins().forEach(login -> hidden.add(login.header("secretid").orElseThrow()));
        assertThat(hidden).hasSize(6 + 3);
        assertThat(log.text).contains("proof_invalid");
        assertThat(log.text + String.join("\n", printed))
                .contains("LoginFailedException", "second time")
                .doesNotContain(hidden);
    }

    @Test
    void isNotPrintedByThePartsOfAClient() {
        Secret secret = Secret.from("secretid", "my-own-secret-1"::toCharArray);
        Session session = new Session("Session_ID=id1", secret);
        Credentials credentials = new Credentials("general", "general-password"::toCharArray);

        SigningKey key = new SigningKey(
                "the-keyid", "the-key-of-32-bytes".getBytes(StandardCharsets.US_ASCII), new Ticker(), "");

        assertThat(secret + " " + session + " " + credentials + " " + key)
                .doesNotContain("my-own-secret-1", "Session_ID", "id1", "general", "the-");
    }
}
