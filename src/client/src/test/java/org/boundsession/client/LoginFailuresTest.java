package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller hears when there is no session to be had. */
@Timeout(60)
class LoginFailuresTest {

    private ProtocolServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Object call(BoundSessionClient.Builder client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.root()).build();
        return client.build().send(request, BodyHandlers.discarding());
    }

    private LoginFailedException failure(Function<Reply, Reply> answer) throws Exception {
        server.onLogin(answer);
        try {
            throw new AssertionError(call(server.client().maxWait(Duration.ZERO)));
        } catch (LoginFailedException e) {
            return e;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, binding_refused, the server's setting bindings",
        "400, secret_missing, the secret did not arrive",
        "400, secret_malformed, check the length of the secret",
        "401, credentials_invalid, check user and password",
        "401, session_invalidated, try again",
        "403, secure_required, use https",
        "429, too_many_attempts, too many logins failed",
        "503, busy, try later",
        "503, realm_unavailable, try later",
        "503, store_unavailable, try later",
    })
    void namesTheCodeAndSaysWhatToDo(int status, String code, String advice) throws Exception {
        LoginFailedException failure = failure(reply -> Reply.of(status, code));

        assertThat(failure)
                .hasMessageStartingWith("Login failed with status " + status + " " + code + ": ")
                .hasMessageContaining(advice);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>Welcome</html>, no answer of bound-session's login",
        "200, '{\"code\":\"Unknown Code\"}', no answer of bound-session's login",
        "302, '', redirects are not followed",
        "404, '{\"text\":\"\\\"code\\\":\\\"busy\\\"\"}', no answer of bound-session's login",
        "502, bad gateway, no answer of bound-session's login",
    })
    void saysThatSomethingElseAnswered(int status, String body, String advice) throws Exception {
        LoginFailedException failure =
                failure(reply -> new Reply(status, List.of("Location: http://127.0.0.1:9/elsewhere"), body));

        assertThat(failure).hasMessageContaining(advice).hasMessageNotContaining("elsewhere");
        assertThat(failure.code()).isEmpty();
    }

    @Test
    void saysThatTheCookieIsMissing() throws Exception {
        assertThat(failure(reply -> reply.without("Set-Cookie")))
                .hasMessageContaining("check whether a proxy removes Set-Cookie");
        assertThat(failure(reply -> reply.without("custom_status").header("custom_status", "A")))
                .hasMessageContaining("check whether a proxy removes Set-Cookie");
    }

    /** An older server, or a proxy that removes the header, binds the session to the secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user\":\"general\"",
                "\"binding\":\"secret\"",
                "\"binding\":\"signature\"",
                "\"keyid\":\"SSvrL0qHQ-KvjaxTzOcXgg\"",
                "\"binding\":\"secret\",\"keyid\":\"SSvrL0qHQ-KvjaxTzOcXgg\"",
                "\"binding\":\"signature\",\"keyid\":\"SSvrL0qHQ-KvjaxTzOcXg\"",
                "\"binding\":\"signature\",\"keyid\":\"SSvrL0qHQ-KvjaxTzOcXggg\"",
                "\"binding\":\"signature\",\"keyid\":\"SSvrL0qHQ-KvjaxTzOcX+/\"",
                "\"user\":\",\\\"binding\\\":\\\"signature\\\",\\\"keyid\\\":\\\"SSvrL0qHQ-KvjaxTzOcXgg\\\",\""
            })
    void saysThatTheSessionIsNotBoundToAKey(String members) throws Exception {
        BoundSessionClient client = server.client().binding(Binding.SIGNATURE).build();
        server.onLogin(reply -> Reply.of(200, "logged_in", members)
                .header("custom_status", "N")
                .header("Set-Cookie", "Session_ID=id9"));
        HttpRequest request = HttpRequest.newBuilder(server.root()).build();

        assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                .isInstanceOfSatisfying(
                        LoginFailedException.class,
                        failure -> assertThat(failure.code()).isEqualTo("binding_missing"))
                .hasMessageStartingWith("Login failed with status 200 binding_missing: the server did not bind");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void saysThatTheServerCannotBeReached() {
        server.close();

        assertThatThrownBy(() -> call(server.client()))
                .isInstanceOf(ConnectException.class)
                .hasMessage("The server of the login could not be reached")
                .hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void saysThatTheLoginWasNotAnsweredInTime() {
        CountDownLatch never = new CountDownLatch(1);
        server.onLogin(reply -> ProtocolServer.after(never, reply));

        assertThatThrownBy(() -> call(server.client().loginTimeout(Duration.ofMillis(50))))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessage("The login was not answered in time");
    }

    @Test
    void doesNotWaitForARestOfTheAnswerAndClosesTheConnection() throws Exception {
        try (ServerSocket stalling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI root = URI.create("http://127.0.0.1:" + stalling.getLocalPort() + "/");
            FutureTask<Integer> stalled = new FutureTask<>(() -> answerInPart(stalling));
            new Thread(stalled).start();

            BoundSessionClient client = BoundSessionClient.builder(root)
                    .user("general")
                    .password("general-password"::toCharArray)
                    .secret("my-own-secret-1"::toCharArray)
                    .loginTimeout(Duration.ofSeconds(2))
                    .build();

            assertThatThrownBy(() -> client.send(HttpRequest.newBuilder(root).build(), BodyHandlers.discarding()))
                    .isInstanceOf(HttpTimeoutException.class);
            stalling.close();
            assertThat(stalled.get()).isEqualTo(-1);
        }
    }

    /** Returns what comes after the request: -1 if the client closes the connection. */
    private static int answerInPart(ServerSocket server) throws IOException {
        try (Socket connection = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            while (!request.readLine().isEmpty()) {
                continue;
            }
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            return request.read();
        }
    }

    /** Kotlin and Groovy do not check exceptions. The callers after the first one must not wait for ever. */
    @Test
    void endsALoginWhoseSupplierThrewACheckedException() {
        BoundSessionClient client = server.client()
                .password(() ->
                        LoginFailuresTest.<char[], RuntimeException>thrown(new IOException("the vault is closed")))
                .build();
        HttpRequest request = HttpRequest.newBuilder(server.root()).build();

        for (int i = 0; i < 2; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                    .withMessage("The login could not be sent")
                    .withRootCauseInstanceOf(IOException.class);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T, E extends Throwable> T thrown(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void saysThatASupplierFailed() {
        Supplier<char[]> failing = () -> {
            throw new UnsupportedOperationException("the vault is closed");
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> call(server.client().password(failing)))
                .withMessage("The login could not be sent")
                .withCauseInstanceOf(UnsupportedOperationException.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> call(server.client().secret(() -> null)))
                .havingCause()
                .withMessage("the supplier of the secret returned null");
        assertThat(server.logins()).isEmpty();
    }
}
