package org.boundsession.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.boundsession.client.it.Flow.EMPLOYEES;
import static org.boundsession.client.it.Flow.PAYMENTS;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.boundsession.client.Binding;
import org.boundsession.client.BoundSessionClient;
import org.boundsession.client.LoginFailedException;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocol, call by call. */
@Timeout(120)
@ParameterizedClass
@EnumSource(Binding.class)
class BoundSessionClientIT {

    private static Server server;
    private static URI root;
    private static Operator operator;

    private final Binding binding;
    private final Flow general;
    private final Flow admin;

    BoundSessionClientIT(Binding binding) {
        this.binding = binding;
        general = Flow.of(root, "general", binding);
        admin = Flow.of(root, "admin", binding);
    }

    @BeforeAll
    static void start() {
        server = Server.start("client", "BOUND_SESSION_LOGIN_FAILURES", "1000");
        root = server.root();
        operator = new Operator(root);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> outcomes(Flow flow) {
        return flow.http().exchanges().stream()
                .flatMap(exchange -> exchange.customStatus().stream())
                .toList();
    }

    @Test
    void opensASessionWithTheFirstCallAndUsesItForLaterOnes() throws Exception {
        assertThat(general.get(EMPLOYEES).body()).startsWith("{\"message\":\"Here you can find employee details\"");
        assertThat(general.get("getcustomerdetails").statusCode()).isEqualTo(200);

        // A login with the session that there is renews its cookie.
        assertThat(general.get("login").body()).contains("session_authorized");
        assertThat(general.get(EMPLOYEES).statusCode()).isEqualTo(200);

        assertThat(outcomes(general)).containsExactly("N", "A");
        assertThat(general.http().exchanges().stream()
                        .skip(1)
                        .map(RecordingHttpClient.Exchange::cookie)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void keepsTheSessionThatAnotherLoginConfirms() throws Exception {
        general.get(EMPLOYEES);
        String cookie = general.http().lastCookie();

        // The secret of one call is lost on the way, so it is refused; the session lives on.
        Flow careless = Flow.of(root, "general", binding);
        HttpRequest withoutSecret = HttpRequest.newBuilder(root.resolve(EMPLOYEES))
                .header("Cookie", cookie)
                .build();
        int status =
                careless.http().send(withoutSecret, BodyHandlers.discarding()).statusCode();

        assertThat(status).isEqualTo(401);
        assertThat(general.get(EMPLOYEES).statusCode()).isEqualTo(200);
        assertThat(general.http().lastCookie()).isEqualTo(cookie);
    }

    @Test
    void opensAnotherSessionWhenTheFirstHasEnded() throws Exception {
        general.get(EMPLOYEES);
        operator.endSessionsOf("general");

        assertThat(general.get(EMPLOYEES).statusCode()).isEqualTo(200);
        assertThat(outcomes(general)).containsExactly("N", "N");
        assertThat(general.statuses()).containsExactly(200, 200, 401, 200, 200);
    }

    @Test
    void logsInAgainWhenTheSessionIsLostBetweenLoginAndCall() throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        general.http().afterExchange(() -> {
            if (lost.compareAndSet(false, true)) {
                operator.endSessionsOf("general");
            }
        });

        assertThat(general.get(EMPLOYEES).statusCode()).isEqualTo(200);
        assertThat(general.statuses()).containsExactly(200, 401, 200, 200);
    }

    @Test
    void asksOnceOrTwiceForSixteenCallersWithAWrongPassword() {
        RecordingHttpClient http = new RecordingHttpClient();
        BoundSessionClient client = Flow.builder(root, "general", http)
                .binding(binding)
                .password("wrong-password"::toCharArray)
                .build();
        Flow wrong = new Flow(root, http, client);

        List<String> codes = Parallel.run(16, i -> {
            try {
                return wrong.get(EMPLOYEES).toString();
            } catch (LoginFailedException e) {
                return e.code();
            }
        });

        assertThat(codes).containsOnly("credentials_invalid");
        assertThat(wrong.http().exchanges()).hasSizeBetween(1, 2);
    }

    @Test
    void returnsTheRefusalOfWhatTheUserMayNotSee() throws Exception {
        HttpResponse<String> response = general.get(PAYMENTS);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("access_denied");
        assertThat(general.http().logins()).hasSize(1);
        assertThat(admin.get(PAYMENTS).statusCode()).isEqualTo(200);
    }

    @Test
    void returnsTheAnswersToRequestsThatAreWrong() throws Exception {
        assertThat(general.get("nothing").statusCode()).isEqualTo(404);
        assertThat(general.send("PUT", EMPLOYEES).statusCode()).isEqualTo(405);
        assertThat(general.get("getemployeedetails?limit=0").statusCode()).isEqualTo(400);
        assertThat(general.send("HEAD", EMPLOYEES).statusCode()).isEqualTo(200);
        assertThat(general.http().logins()).hasSize(1);
    }

    @Test
    void sendsUserAndPasswordInUtf8() throws Exception {
        BoundSessionClient client = Flow.builder(root, "jürgen", new RecordingHttpClient())
                .binding(binding)
                .password("pässwörd:with:colons"::toCharArray)
                .secret("my-own-secret-1"::toCharArray)
                .build();
        HttpRequest request = HttpRequest.newBuilder(root.resolve(EMPLOYEES)).build();

        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    @Test
    void interleavesTwoUsersWithoutMixingThem() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(general.get(EMPLOYEES).statusCode()).isEqualTo(200);
            assertThat(admin.get(PAYMENTS).statusCode()).isEqualTo(200);
            assertThat(admin.get(EMPLOYEES).statusCode()).isEqualTo(403);
        }

        assertThat(general.http().logins()).hasSize(1);
        assertThat(admin.http().logins()).hasSize(1);
    }

    @Test
    void givesTwoClientsOfOneUserASessionEach() throws Exception {
        Flow other = Flow.of(root, "general", binding);

        assertThat(Parallel.run(
                        12, i -> (i % 2 == 0 ? general : other).get(EMPLOYEES).statusCode()))
                .containsOnly(200);

        assertThat(general.http().lastCookie()).isNotEqualTo(other.http().lastCookie());
        assertThat(general.http().logins()).hasSize(1);
        assertThat(other.http().logins()).hasSize(1);
    }

    @Test
    void endsItsSessionOnTheServer() throws Exception {
        general.get(EMPLOYEES);
        String cookie = general.http().lastCookie();

        general.client().logout();

        Response later = new Client("127.0.0.1", root.getPort(), "/bound-session")
                .send(Request.get("/getemployeedetails")
                        .header("Cookie", cookie)
                        .secret("general-secret-1"));
        assertThat(later.code()).isEqualTo("login_required");
    }

    @Test
    void saysThatTheRootIsAnother() {
        URI elsewhere = root.resolve("/elsewhere/");

        assertThatThrownBy(() -> Flow.of(elsewhere, "general", binding).get(EMPLOYEES))
                .isInstanceOf(LoginFailedException.class)
                .hasMessageStartingWith("Login failed with status 404: ")
                .hasMessageContaining("check the root");
    }
}
