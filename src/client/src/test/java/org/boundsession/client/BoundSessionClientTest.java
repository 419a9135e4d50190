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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(Binding.class)
class BoundSessionClientTest {

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

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(server.root().resolve(path)).build();
    }

    private HttpResponse<String> call() throws IOException, InterruptedException {
        return client.send(get("orders?limit=1"), BodyHandlers.ofString());
    }

    /** It may have come from a gateway, or from a servlet that had begun. */
    @Test
    void repeatsNoPostThatSomethingElseHasRefused() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(server.root().resolve("orders"))
                .POST(BodyPublishers.ofString("x"))
                .build();
        call();
        server.onCall(reply -> Reply.of(401, "other").header("WWW-Authenticate", "Bearer"));

        HttpResponse<String> response = client.send(post, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(server.calls()).hasSize(2);
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void logsInAgainWhenTheSessionIsLostBetweenLoginAndCall() throws Exception {
        server.onLogin(reply -> {
            server.endSessions();
            return reply;
        });

        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void returnsTheSecondRefusalOfACall() throws Exception {
        server.onCall(reply -> Reply.of(401, "login_required"));
        server.onCall(reply -> Reply.of(401, "login_required"));

        HttpResponse<String> response = call();

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("login_required");
        assertThat(server.calls()).hasSize(2);
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void sendsAllCookiesOfTheLoginBecauseABalancerMayNeedOne() throws Exception {
        server.onLogin(reply -> reply.header("Set-Cookie", "ROUTE=\"node-1\"; Path=/")
                .header("Set-Cookie", "gone=; Max-Age=0")
                .header("Set-Cookie", "no cookie"));
        server.onCall(reply -> Reply.ok("done"));

        call();

        assertThat(server.calls().get(0).cookie()).contains("Session_ID=id1; ROUTE=\"node-1\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 400, 403, 404, 405, 409, 500})
    void returnsEveryOtherAnswerAsItIs(int status) throws Exception {
        server.onCall(reply -> Reply.of(status, "x").header("Location", "http://127.0.0.1:9/elsewhere"));

        assertThat(call().statusCode()).isEqualTo(status);
        assertThat(server.calls()).hasSize(1);
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void repeatsARequestWithItsMethodHeadersAndBody() throws Exception {
        call();
        server.endSessions();
        HttpRequest request = HttpRequest.newBuilder(server.root().resolve("orders"))
                .header("X-Own", "kept")
                .method("PATCH", BodyPublishers.ofString("body"))
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("PATCH /app/orders body");
        assertThat(server.calls().subList(1, 3))
                .allSatisfy(call -> assertThat(call.header("X-Own")).contains("kept"));
    }

    @Test
    void givesOnlyTheFinalAnswerToTheHandler(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("answer");
        server.onCall(reply -> new Reply(401, List.of(), "a long text that must not be in the file"));

        client.send(get("orders"), BodyHandlers.ofFile(file));

        assertThat(Files.readString(file)).isEqualTo("GET /app/orders ");
    }

    @Test
    void showsTheCallersOwnRequestInTheAnswer() throws Exception {
        HttpRequest request = get("orders");

        HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());

        assertThat(response.request()).isSameAs(request);
        assertThat(response.previousResponse()).isEmpty();
        assertThat(response.uri()).isEqualTo(request.uri());
        assertThat(response.sslSession()).isEmpty();
        assertThat(response.version()).isNotNull();
        assertThat(response.headers().map()).isNotEmpty();
        assertThat(response).hasToString("(GET " + request.uri() + ") 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "authorization", "SecretId"})
    void refusesARequestWithEvidenceOfItsOwn(String header) {
        HttpRequest request = HttpRequest.newBuilder(server.root())
                .header(header, "value-of-the-header")
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                .withMessageStartingWith("request: expected no header")
                .withMessageNotContaining("value-of-the-header");
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void refusesARequestThatLeadsElsewhere() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://example.org/app/")).build();

        assertThatIllegalArgumentException().isThrownBy(() -> client.send(request, BodyHandlers.discarding()));
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void endsTheSessionWithLogoutAndLogsInWithTheNextCall() throws Exception {
        call();

        client.logout();
        client.logout();

        assertThat(server.logouts()).singleElement().satisfies(logout -> {
            assertThat(logout.method()).isEqualTo("POST");
            assertThat(logout.cookie()).contains("Session_ID=id1");
        });
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(server.logins())
                .hasSize(2)
                .last()
                .satisfies(login -> assertThat(login.cookie()).isEmpty());
    }

    @Test
    void takesASessionThatHasEndedForLoggedOut() throws Exception {
        call();
        server.endSessions();

        client.logout();

        assertThat(server.logouts()).hasSize(1);
    }

    @Test
    void saysThatALogoutFailed() throws Exception {
        call();
        server.onCall(reply -> Reply.of(503, "store_unavailable"));

        assertThatThrownBy(client::logout).isInstanceOf(IOException.class).hasMessageContaining("503");
    }

    @Test
    void isNamedByItsRoot() {
        assertThat(client).hasToString("BoundSessionClient[" + server.root() + "]");
    }
}
