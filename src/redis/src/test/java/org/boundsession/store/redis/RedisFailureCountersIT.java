package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.FailureCountersContract;
import org.boundsession.store.SessionStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisFailureCountersIT extends FailureCountersContract {

    private static final Duration WINDOW = Duration.ofSeconds(120);

    private static RedisServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RedisServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        RedisAddress address = RedisAddress.parse(server.uri()).orElseThrow();
        return new RedisSessionStore(address, SslOptions.create(), 0, application, Duration.ofSeconds(2), clock);
    }

    @Test
    void leavesCountersToRedisAfterTheirWindow() {
        FailureCounter alice = new FailureCounter("192.0.2.1", "alice", 3);
        String name = "bound-session:/left:failures:" + alice.key("/left");
        try (SessionStore store = open("/left", Clock.systemUTC())) {
            FailureCounters counters = store.failureCounters().orElseThrow();

            counters.begin(List.of(alice), WINDOW);

            long remaining = server.ask(redis -> redis.pttl(name));
            assertThat(remaining).isBetween(100_000L, 120_000L);
        }
    }
}
