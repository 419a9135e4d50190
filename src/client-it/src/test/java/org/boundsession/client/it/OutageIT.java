package org.boundsession.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.boundsession.client.it.Flow.EMPLOYEES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.boundsession.client.Binding;
import org.boundsession.client.BoundSessionClient;
import org.boundsession.client.LoginFailedException;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TcpProxy;
import org.boundsession.servers.TcpProxy.Passage;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that restarts, cannot reach its store, or has been asked too often. */
@Timeout(180)
class OutageIT {

    private static final String SESSION_SECRET = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @EnumSource(Binding.class)
    void logsInAgainAfterTheServerHasRestarted(Binding binding) throws Exception {
        TomcatProcess.Base base =
                TomcatProcess.configured("client-restart").war(Path.of(System.getProperty("it.war")), "bound-session");
        URI root = URI.create("http://127.0.0.1:" + base.port() + "/bound-session/");
        Flow flow = Flow.of(root, "general", binding);

        TomcatProcess first = base.start();
        assertThat(flow.get(EMPLOYEES).statusCode()).isEqualTo(200);
        first.kill();
        assertThatThrownBy(() -> flow.get(EMPLOYEES)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Flow.of(root, "general", binding).get(EMPLOYEES))
                .isInstanceOf(ConnectException.class);

        try (TomcatProcess second = base.start()) {
            assertThat(flow.get(EMPLOYEES).statusCode()).isEqualTo(200);
            assertThat(flow.http().logins()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void waitsForAStoreThatComesBack(Binding binding) throws Exception {
        try (RedisServer redis = RedisServer.start();
                TcpProxy proxy = TcpProxy.to(redis.port());
                Server server = Server.start(
                        "client-store",
                        "BOUND_SESSION_STORE",
                        "redis",
                        "BOUND_SESSION_REDIS_URI",
                        "redis://127.0.0.1:" + proxy.port(),
                        "BOUND_SESSION_SESSION_SECRET",
                        SESSION_SECRET)) {
            Flow flow = patient(server.root(), binding, 60);
            flow.get(EMPLOYEES);

            proxy.set(Passage.CUT);
            assertThatThrownBy(() -> patient(server.root(), binding, 0).get(EMPLOYEES))
                    .isInstanceOf(LoginFailedException.class)
                    .hasMessage("Login failed with status 503 store_unavailable: the server cannot log in at present;"
                            + " try later");
            flow.http().afterExchange(() -> restore(proxy));

            assertThat(flow.get(EMPLOYEES).statusCode()).isEqualTo(200);
            assertThat(flow.statuses()).contains(503).endsWith(200);
            assertThat(flow.http().logins()).hasSize(1);
        }
    }

    private static void restore(TcpProxy proxy) {
        try {
            proxy.set(Passage.FREE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void waitsUntilFailedLoginsAreForgotten() throws Exception {
        try (Server server = Server.start(
                "client-throttled", "BOUND_SESSION_LOGIN_FAILURES", "1", "BOUND_SESSION_LOGIN_FAILURE_WINDOW", "10")) {
            assertThatThrownBy(() -> wrong(server.root()).get(EMPLOYEES)).isInstanceOf(LoginFailedException.class);
            Flow patient = patient(server.root(), Binding.SECRET, 30);

            assertThatThrownBy(() -> patient(server.root(), Binding.SECRET, 0).get(EMPLOYEES))
                    .hasMessageContaining("429 too_many_attempts");
            assertThat(patient.get(EMPLOYEES).statusCode()).isEqualTo(200);
            assertThat(patient.statuses()).startsWith(429).endsWith(200, 200);
        }
    }

    private static Flow patient(URI root, Binding binding, int seconds) {
        RecordingHttpClient http = new RecordingHttpClient();
        BoundSessionClient client = Flow.builder(root, "general", http)
                .binding(binding)
                .maxWait(Duration.ofSeconds(seconds))
                .build();
        return new Flow(root, http, client);
    }

    private static Flow wrong(URI root) {
        RecordingHttpClient http = new RecordingHttpClient();
        BoundSessionClient client = Flow.builder(root, "general", http)
                .password("wrong-password"::toCharArray)
                .build();
        return new Flow(root, http, client);
    }
}
