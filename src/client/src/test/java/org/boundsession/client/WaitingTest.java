package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is busy, or asks the client to wait. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Binding.class)
class WaitingTest {

    @Parameter
    private Binding binding;

    private final FakeTicker ticker = new FakeTicker();
    private ProtocolServer server;
    private BoundSessionClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
        client = server.client(ticker)
                .binding(binding)
                .maxWait(Duration.ofSeconds(5))
                .loginTimeout(Duration.ofSeconds(30))
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Function<Reply, Reply> busy(int status, String retryAfter) {
        return reply -> Reply.of(status, "busy").header("Retry-After", retryAfter);
    }

    private HttpResponse<String> call(String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.root().resolve("orders"))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void isAskedAgainAfterTheTimeItStates(int status) throws Exception {
        server.onCall(busy(status, "2"));
        server.onCall(busy(status, "3"));

        assertThat(call("GET").statusCode()).isEqualTo(200);
        assertThat(ticker.sleeps()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void isAskedAgainUntilTheBoundIsReached() throws Exception {
        server.onCall(busy(503, "3"));
        server.onCall(busy(503, "3"));

        HttpResponse<String> response = call("GET");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("busy");
        assertThat(ticker.sleeps()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void isNotAskedInALoopIfItStatesZero() throws Exception {
        for (int i = 0; i < 6; i++) {
            server.onCall(busy(503, "0"));
        }

        assertThat(call("GET").statusCode()).isEqualTo(503);
        assertThat(ticker.sleeps()).hasSize(5).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void isNotAskedAgainWithoutATimeOrForAnotherStatus() throws Exception {
        server.onCall(reply -> Reply.of(503, "busy"));
        server.onCall(busy(500, "1"));

        assertThat(call("GET").statusCode()).isEqualTo(503);
        assertThat(call("GET").statusCode()).isEqualTo(500);
        assertThat(ticker.sleeps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void isNotAskedAgainForWhatMayHaveHappened(String method) throws Exception {
        server.onCall(busy(503, "1"));

        assertThat(call(method).statusCode()).isEqualTo(503);
        assertThat(ticker.sleeps()).isEmpty();
    }

    @Test
    void mayBeBusyAtALogin() throws Exception {
        server.onLogin(busy(503, "2"));

        assertThat(call("POST").statusCode()).isEqualTo(200);
        assertThat(ticker.sleeps()).containsExactly(Duration.ofSeconds(2));
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void sharesItsBoundAmongLoginAndCall() throws Exception {
        server.onLogin(busy(503, "3"));
        server.onCall(busy(503, "3"));

        assertThat(call("GET").statusCode()).isEqualTo(503);
        assertThat(ticker.sleeps()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void isLeftAloneByAllCallersUntilTheTimeHasPassed() throws Exception {
        server.onLogin(reply -> Reply.of(429, "too_many_attempts").header("Retry-After", "30"));

        assertWaits(30);
        ticker.pass(Duration.ofSeconds(10));
        assertWaits(20);
        ticker.pass(Duration.ofSeconds(15));
        assertThat(server.logins()).hasSize(1);

        assertThat(call("GET").statusCode()).isEqualTo(200);
        assertThat(ticker.sleeps()).containsExactly(Duration.ofSeconds(5));
        assertThat(server.logins()).hasSize(2);
    }

    private void assertWaits(int seconds) {
        assertThatThrownBy(() -> call("GET"))
                .hasMessage("Login failed with status 429 too_many_attempts: too many logins failed; check user and"
                        + " password, and wait")
                .asInstanceOf(type(LoginFailedException.class))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(seconds)));
    }

    @Test
    void isAskedAgainAfterAMinuteWhateverItStates() throws Exception {
        server.onLogin(busy(503, "31536000"));

        assertThatThrownBy(() -> call("GET")).isInstanceOf(LoginFailedException.class);
        ticker.pass(Duration.ofSeconds(60));

        assertThat(call("GET").statusCode()).isEqualTo(200);
    }
}
