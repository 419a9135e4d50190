package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that can be read, but refuses writes, does not log out a client that goes on calling. */
@Timeout(180)
class RefusedTouchesIT {

    private static final int IDLE_SECONDS = 5;
    private static final Duration LONGER = Duration.ofSeconds(2 * IDLE_SECONDS);
    private static final long PAUSE_NANOS = 200_000_000;

    @Test
    void servesAndLogsOutWhileRedisIsFull() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            Client client = nodes.start(nodes.baseIdleFor(IDLE_SECONDS, "a")).client("");
            String session = open(client);

            redis.ask(commands -> commands.configSet("maxmemory", "1"));

            assertThat(statusesLongerThanTheIdleTime(client, session)).containsOnly(200);
            assertThat(Calls.login(client).status()).isEqualTo(503);
            assertThat(logout(client, session).status()).isEqualTo(204);
            assertThat(call(client, session).code()).isEqualTo("login_required");
        }
    }

    @Test
    void servesWhilePostgresRefusesUpdates() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            TomcatProcess node = nodes.start(nodes.baseIdleFor(IDLE_SECONDS, "a"));
            Client client = node.client("");
            String session = open(client);

            postgres.execute("ALTER TABLE bound_session OWNER TO CURRENT_USER");
            postgres.execute("REVOKE ALL ON bound_session FROM " + Nodes.ROLE);
            postgres.execute("GRANT SELECT ON bound_session TO " + Nodes.ROLE);
            Set<Integer> meanwhile = statusesLongerThanTheIdleTime(client, session);
            postgres.execute("GRANT ALL ON bound_session TO " + Nodes.ROLE);

            assertThat(meanwhile).containsOnly(200);
            assertThat(call(client, session).status()).isEqualTo(200);
            assertThat(call(nodes.client("b"), session).status())
                    .as("on another node")
                    .isEqualTo(200);
            assertThat(logout(client, session).status()).isEqualTo(204);
            assertThat(node.console()
                            .lines()
                            .filter(line -> line.contains("The last access of sessions cannot be recorded")))
                    .as("once a minute")
                    .singleElement()
                    .asString()
                    .contains("42501");
        }
    }

    private static Set<Integer> statusesLongerThanTheIdleTime(Client client, String session) {
        Set<Integer> statuses = new HashSet<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGER.toNanos()) {
            statuses.add(call(client, session).status());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return statuses;
    }
}
