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
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisFailureCountersIT extends FailureCountersContract {

    private static final Duration WINDOW = Duration.ofSeconds(120);

    private static final int MANY = 1100;

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

    @Test
    void liftsAnAddressHoweverManyWaitLonger() {
        MovableClock clock = MovableClock.atPresent();
        try (SessionStore store = open("/many", clock)) {
            FailureCounters counters = store.failureCounters().orElseThrow();
            counters.begin(List.of(new FailureCounter("192.0.2.1", "alice", 1)), WINDOW);
            clock.move(Duration.ofSeconds(1));
            for (int i = 0; i < MANY; i++) {
                counters.begin(List.of(new FailureCounter("198.51.100.1", "user" + i, 1)), WINDOW);
            }

            assertThat(counters.lift("192.0.2.1", null)).isEqualTo(1);
            assertThat(counters.lift("198.51.100.1", "user0")).isEqualTo(1);
            assertThat(counters.lift("198.51.100.1", null)).isEqualTo(MANY - 1);
        }
    }
}
