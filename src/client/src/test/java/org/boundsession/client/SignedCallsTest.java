package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the signature of each request. */
@Timeout(60)
class SignedCallsTest {

    private final FakeTicker ticker = new FakeTicker();
    private ProtocolServer server;
    private BoundSessionClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
        client = server.client(ticker).binding(Binding.SIGNATURE).build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> call() throws IOException, InterruptedException {
        return call("GET", "orders?limit=1");
    }

    private HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.root().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static Function<Reply, Reply> refused(String code) {
        return reply -> Reply.of(401, code).header("WWW-Authenticate", "BoundSession login=\"/app/login\"");
    }

    private static void assertProvedAnew(List<Seen> calls) {
        assertThat(calls).extracting(call -> call.header("Signature")).doesNotHaveDuplicates();
        assertThat(calls).extracting(call -> call.header("Signature-Input")).doesNotHaveDuplicates();
    }

    @Test
    void sendASecretWithTheLoginOnly() throws Exception {
        call();
        assertThat(call().body()).isEqualTo("GET /app/orders?limit=1 ");

        assertThat(server.logins()).singleElement().satisfies(login -> {
            assertThat(login.header("binding")).contains("signature");
            assertThat(login.header("secretid").orElseThrow()).matches("[\\w-]{43}");
            assertThat(login.header("Signature")).isEmpty();
        });
        assertThat(server.calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.header("secretid")).isEmpty();
            assertThat(call.header("Authorization")).isEmpty();
            assertThat(call.header("binding")).isEmpty();
            assertThat(call.cookie()).contains("Session_ID=id1");
        });
        assertProvedAnew(server.calls());
    }

    @Test
    void sendAnotherSecretWithEachLoginAndNoOldCookie() throws Exception {
        call();
        server.endSessions();
        call();

        assertThat(server.logins()).hasSize(2).extracting(Seen::cookie).containsOnly(Optional.empty());
        assertThat(server.logins())
                .extracting(login -> login.header("secretid").orElseThrow())
                .doesNotHaveDuplicates();
        assertProvedAnew(server.calls());
    }

    @Test
    void needNoSecretOfTheCallerAndDoNotAskForOne() throws Exception {
        client = server.client()
                .binding(Binding.SIGNATURE)
                .secret(() -> {
                    throw new AssertionError("asked for a secret");
                })
                .build();

        assertThat(call().statusCode()).isEqualTo(200);
    }

    @Test
    void sendTheSecretOfTheLoginInAnotherHeader() throws Exception {
        client = server.client()
                .binding(Binding.SIGNATURE)
                .secretHeader("X-Secret")
                .build();

        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(server.logins().get(0).header("X-Secret").orElseThrow()).matches("[\\w-]{43}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "orders?",
                "orders?a=1&b=%2F%c3%bc+%20",
                "/orders//a%2Fb%7Ec;v=1/",
                "orders/Jürgen?name=Jürgen",
                "orders/Ju\u0308rgen?q=~!*'()",
                ""
            })
    void coverPathAndQueryAsTheyAreSent(String target) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.root() + target)).build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void coverTheMethod(String method) throws Exception {
        assertThat(call(method, "orders").statusCode()).isEqualTo(200);
        assertThat(server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Signature", "signature-input", "Content-Digest", "Cookie", "Authorization", "secretid"})
    void haveHeadersThatACallerMayNotSend(String header) {
        HttpRequest request =
                HttpRequest.newBuilder(server.root()).header(header, "value").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                .withMessageContaining("expected no header");
        assertThat(server.logins()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, -90, 90, 86_400_000})
    void learnTheTimeOfTheServerOnce(long seconds) throws Exception {
        ticker.setAhead(Duration.ofSeconds(seconds));

        assertThat(call("POST", "orders").statusCode()).isEqualTo(200);
        assertThat(call().statusCode()).isEqualTo(200);
        server.endSessions();
        assertThat(call().statusCode()).isEqualTo(200);

        // One refusal because of the time, one because the session has ended.
        assertThat(server.calls()).hasSize(2 + 1 + 2);
        assertThat(server.logins()).hasSize(2);
        assertProvedAnew(server.calls());
    }

    @Test
    void learnTheTimeAgainWhenAClockIsSet() throws Exception {
        call();
        ticker.setAhead(Duration.ofHours(1));
        assertThat(call().statusCode()).isEqualTo(200);
        ticker.setAhead(Duration.ZERO);
        assertThat(call().statusCode()).isEqualTo(200);

        assertThat(server.calls()).hasSize(1 + 2 + 2);
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void learnTheTimeFromTheDateIfTheAnswerDoesNotStateIt() throws Exception {
        ticker.setAhead(Duration.ofHours(1));
        server.onCall(refused("proof_expired"));

        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(server.calls()).hasSize(2);
    }

    /** Its answer has no body, so no code. */
    @ParameterizedTest
    @CsvSource({"0, 2, 2", "3600, 2, 1"})
    void learnTheTimeWithAHead(int seconds, int calls, int logins) throws Exception {
        ticker.setAhead(Duration.ofSeconds(seconds));
        if (seconds == 0) {
            server.onLogin(reply -> {
                server.endSessions();
                return reply;
            });
        }

        assertThat(call("HEAD", "orders").statusCode()).isEqualTo(200);
        assertThat(server.calls()).hasSize(calls);
        assertThat(server.logins()).hasSize(logins);
    }

    @Test
    void areRefusedForTheirTimeOnceOnly() throws Exception {
        call();
        server.onCall(refused("proof_expired"));
        server.onCall(refused("proof_expired"));

        HttpResponse<String> response = call();

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("proof_expired");
        assertThat(server.calls()).hasSize(1 + 2);
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void shareTheTimeOfTheServer() throws Exception {
        ticker.setAhead(Duration.ofHours(-5));

        assertThat(Parallel.run(16, i -> call().statusCode())).containsOnly(200);
        int learned = server.calls().size();
        assertThat(Parallel.run(16, i -> call().statusCode())).containsOnly(200);

        assertThat(server.logins()).hasSize(1);
        assertThat(server.calls()).hasSize(learned + 16);
        assertThat(learned).isLessThanOrEqualTo(32);
    }

    /** The JDK's client repeats a GET if a connection ends, with the same headers. */
    @Test
    void areSignedAgainWhenTheServerHasOneAlready() throws Exception {
        call();
        server.onCall(refused("proof_replayed"));
        assertThat(call().statusCode()).isEqualTo(200);
        assertProvedAnew(server.calls());

        server.onCall(refused("proof_replayed"));
        server.onCall(refused("proof_replayed"));
        assertThat(call().body()).contains("proof_replayed");
        assertThat(server.logins()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void areNotSignedAgainForWhatMayHaveHappened(String method) throws Exception {
        server.onCall(refused("proof_replayed"));

        assertThat(call(method, "orders").body()).contains("proof_replayed");
        assertThat(server.calls()).hasSize(1);
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void areSignedAgainAfterAWait() throws Exception {
        server.onCall(reply -> Reply.of(503, "busy").header("Retry-After", "1"));

        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(ticker.sleeps()).hasSize(1);
        assertProvedAnew(server.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"proof_invalid", "proof_required"})
    void areNotRepeatedWhenAnotherOneWouldBeRefused(String code) throws Exception {
        server.onCall(refused(code));

        assertThat(call().body()).contains(code);
        assertThat(server.calls()).hasSize(1);
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void logInAgainWhenTooManyWereInvalid() throws Exception {
        call();
        server.onCall(refused("session_invalidated"));

        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void endTheSessionByTheTimeOfTheServer() throws Exception {
        call();
        ticker.setAhead(Duration.ofHours(1));

        client.logout();
        client.logout();

        assertThat(server.logouts()).hasSize(2);
        assertProvedAnew(server.logouts());
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void sayThatTheLogoutWasNotAdmitted() throws Exception {
        call();
        server.onCall(refused("proof_invalid"));

        assertThatThrownBy(client::logout).isInstanceOf(IOException.class).hasMessageContaining("401");

        call();
        server.endSessions();
        client.logout();
        assertThat(server.logins()).hasSize(2);
    }
}
