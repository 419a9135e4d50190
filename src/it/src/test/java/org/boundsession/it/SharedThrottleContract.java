package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failed logins at two nodes with one store. The test is the trusted proxy. */
@Timeout(240)
abstract class SharedThrottleContract {

    private static final int MAX_RETRIES = 100;
    private static final long PAUSE_NANOS = 100_000_000;

    private Nodes nodes;
    private Client node;
    private Client other;
    private boolean isStoreStopped;

    abstract Nodes startStore() throws Exception;

    /** Stops the store for good. */
    abstract void stopStore() throws Exception;

    @BeforeEach
    void start() throws Exception {
        nodes = startStore();
        List<Client> clients =
                Parallel.run(2, i -> nodes.start(base("throttle-" + i)).client(""));
        node = clients.get(0);
        other = clients.get(1);
    }

    private TomcatProcess.Base base(String name) {
        try {
            String users = Files.readString(Path.of("src/it/src/test/tomcat/conf/tomcat-users.xml"));
            return nodes.base(name).conf("tomcat-users.xml", users.replace("\"general,admin\"", "\"session-admin\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        nodes.close();
        if (!isStoreStopped) {
            stopStore();
        }
    }

    @Test
    void blocksAndLiftsAtAllNodes() {
        for (int i = 0; i < 10; i++) {
            assertThat(attempt(i < 6 ? node : other, "wrong" + i).status()).isEqualTo(401);
        }

        Response blocked = attempt(other, "general-password");
        assertThat(blocked.status()).isEqualTo(429);
        assertThat(Integer.parseInt(blocked.required("Retry-After"))).isBetween(1, 120);
        assertThat(attempt(node, "general-password").status()).isEqualTo(429);
        assertThat(other.send(login("203.0.113.2", "general-password")).customStatus())
                .isEqualTo("N");

        String admin = other.login("both", "both-password", DeployedWar.SECRET).sessionId();
        Response listed = other.send(asAdmin("GET", "/admin/throttled", admin));
        Response lifted = node.send(asAdmin("DELETE", "/admin/throttled?address=203.0.113.1&user=general", admin));

        assertThat(listed.body())
                .contains("\"address\":\"203.0.113.1\",\"user\":\"general\",\"failures\":10,\"retry_after_seconds\":");
        assertThat(lifted.body()).isEqualTo("{\"lifted\":1}");
        assertThat(other.send(asAdmin("GET", "/admin/throttled", admin)).body()).isEqualTo("{\"throttled\":[]}");
        assertThat(attempt(node, "general-password").customStatus()).isEqualTo("N");
        assertThat(untilLifted(other).customStatus()).isEqualTo("N");
    }

    /** A node asks about its own block once a second. */
    private static Response untilLifted(Client client) {
        Response answer = attempt(client, "general-password");
        for (int i = 0; i < MAX_RETRIES && answer.status() == 429; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = attempt(client, "general-password");
        }
        return answer;
    }

    @Test
    void looksAtNoMorePasswordsThanTheLimitAllowsHoweverManyArriveAtOnce() {
        List<Response> answers =
                new ArrayList<>(Parallel.run(24, i -> attempt(i % 2 == 0 ? node : other, "guess" + i)));

        assertThat(answers).extracting(Response::status).containsOnly(401, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(10);
    }

    @Test
    void limitsByItsOwnCountersWithoutTheStore() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(attempt(node, "wrong" + i).status()).isEqualTo(401);
        }

        isStoreStopped = true;
        stopStore();
        Response atOnce = attempt(node, "wrong");
        Calls.untilReadiness(node, 503);

        assertThat(atOnce.status()).isEqualTo(429);
        assertThat(attempt(node, "general-password").status()).isEqualTo(429);
    }

    private static Request asAdmin(String method, String target, String session) {
        return Request.of(method, target).cookie(session).secret(DeployedWar.SECRET);
    }

    private static Response attempt(Client client, String password) {
        return client.send(login("203.0.113.1", password));
    }

    private static Request login(String address, String password) {
        return Request.get("/login")
                .basic("general", password)
                .secret(DeployedWar.SECRET)
                .header("X-Forwarded-For", address);
    }
}
