package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the secret that each request carries. */
@Timeout(60)
class SecretCallsTest {

    private ProtocolServer server;
    private BoundSessionClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
        client = server.client().build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> call() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.root().resolve("orders?limit=1")).build(), BodyHandlers.ofString());
    }

    @Test
    void logsInBeforeTheFirstCallAndSendsCookieAndSecretWithEachOne() throws Exception {
        HttpResponse<String> first = call();
        HttpResponse<String> second = call();

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo("GET /app/orders?limit=1 ");
        assertThat(server.logins()).singleElement().satisfies(login -> {
            assertThat(login.cookie()).isEmpty();
            assertThat(login.header("secretid")).contains("my-own-secret-1");
            assertThat(login.header("Authorization")).contains("Basic Z2VuZXJhbDpnZW5lcmFsLXBhc3N3b3Jk");
        });
        assertThat(server.calls()).hasSize(2).allSatisfy(request -> {
            assertThat(request.cookie()).contains("Session_ID=id1");
            assertThat(request.header("secretid")).contains("my-own-secret-1");
            assertThat(request.header("Authorization")).isEmpty();
        });
    }

    @Test
    void logsInAgainAndRepeatsTheCallWhenTheSessionHasExpired() throws Exception {
        call();
        server.endSessions();

        HttpResponse<String> response = call();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.logins().stream().map(Seen::cookie))
                .containsExactly(Optional.empty(), Optional.of("Session_ID=id1"));
        assertThat(server.calls().stream().map(Seen::cookie).map(Optional::orElseThrow))
                .containsExactly("Session_ID=id1", "Session_ID=id1", "Session_ID=id2");
    }

    @Test
    void keepsTheCookieWhenTheServerSaysThatItsSessionIsStillAuthorized() throws Exception {
        call();
        server.onCall(reply -> Reply.of(401, "login_required"));
        server.onLogin(reply -> reply.without("Set-Cookie").header("Set-Cookie", "Session_ID=other"));

        HttpResponse<String> response = call();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.logins()).hasSize(2);
        assertThat(server.calls().stream().map(Seen::cookie).distinct()).containsExactly(Optional.of("Session_ID=id1"));
    }

    /** It sets its cookie only in answers to requests without one. */
    @Test
    void keepsTheCookieOfALoadBalancerUntilItIsDeleted() throws Exception {
        server.onLogin(reply -> reply.header("Set-Cookie", "NODE=a; Path=/; HttpOnly"));
        call();
        server.endSessions();
        call();
        server.endSessions();
        server.onLogin(reply -> reply.header("Set-Cookie", "NODE=; Max-Age=0"));
        call();

        assertThat(server.calls().stream().map(Seen::cookie).map(Optional::orElseThrow))
                .containsExactly(
                        "Session_ID=id1; NODE=a",
                        "Session_ID=id1; NODE=a",
                        "Session_ID=id2; NODE=a",
                        "Session_ID=id2; NODE=a",
                        "Session_ID=id3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logged_in", "session_authorized"})
    void readsTheOutcomeFromTheBodyIfABalancerHasRemovedTheHeader(String code) throws Exception {
        call();
        if (code.equals("logged_in")) {
            server.endSessions();
        }
        server.onCall(reply -> Reply.of(401, "login_required"));
        server.onLogin(reply -> reply.without("custom_status"));

        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(server.calls().get(2).cookie())
                .contains(code.equals("logged_in") ? "Session_ID=id2" : "Session_ID=id1");
    }

    @Test
    void sendsTheSecretInAnotherHeader() throws Exception {
        client = server.client().secretHeader("X-Secret").build();

        call();

        assertThat(server.calls().get(0).header("X-Secret")).contains("my-own-secret-1");
        assertThat(server.calls().get(0).header("secretid")).isEmpty();
    }

    @Test
    void logsInWithoutTheCookieWhenTheSecretHasChanged() throws Exception {
        String[] secret = {"my-own-secret-1"};
        client = server.client().secret(() -> secret[0].toCharArray()).build();
        call();
        secret[0] = "my-own-secret-2";
        call();
        server.endSessions();

        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(server.logins().get(1).cookie()).isEmpty();
        assertThat(server.calls().stream().map(call -> call.header("secretid").orElseThrow()))
                .containsExactly("my-own-secret-1", "my-own-secret-1", "my-own-secret-1", "my-own-secret-2");
    }
}
