package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.boundsession.servers.RedisCluster;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.FailureCounters.Counted;
import org.boundsession.store.FailureCountersContract;
import org.boundsession.store.SessionStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The counters of one attempt are on several servers, and the user has the least privileges. */
class RedisFailureCountersOnClusterIT extends FailureCountersContract {

    private static final int NODE_TIMEOUT_MILLIS = 30_000;

    private static final Duration WINDOW = Duration.ofSeconds(120);

    private static RedisCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        InstalledRedis.require();
        cluster = RedisCluster.start(
                NODE_TIMEOUT_MILLIS, AclUser.options("+cluster|nodes", "+cluster|myid", "+info", "+client|setname"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        RedisAddress address =
                RedisAddress.parse(cluster.uri(AclUser.USER_INFO)).orElseThrow();
        return new RedisSessionStore(address, SslOptions.create(), 0, application, Duration.ofSeconds(2), clock);
    }

    /** The first call to a server that hangs waits for it, and may be executed later; the next ones are not sent. */
    @Test
    void tellsWhichAttemptsAreNotTakenBackWhileAServerHangs() {
        try (SessionStore store = open("/hanging", Clock.systemUTC())) {
            FailureCounters counters = store.failureCounters().orElseThrow();
            FailureCounter lost = new FailureCounter("192.0.2.1", null, 5);
            FailureCounter kept = ofAnotherServer(lost);
            List<Counted> begun = counters.begin(List.of(lost, kept), WINDOW);
            List<Counted> again = counters.begin(List.of(lost, kept), WINDOW);
            RedisServer server = server(lost);

            server.pause();
            List<Counted> left;
            try {
                assertThat(counters.blocked(List.of(lost, kept), WINDOW)).hasSize(2);
                left = counters.end(begun, List.of());
                assertThat(left.isEmpty() ? counters.end(again, List.of()) : left)
                        .extracting(Counted::counter)
                        .containsExactly(lost);
            } finally {
                server.resume();
            }
        }
    }

    /** What another server has executed must not be repeated. */
    @Test
    void tellsWhichAttemptsAServerRefusesToTakeBack() {
        try (SessionStore store = open("/hanging", Clock.systemUTC())) {
            FailureCounters counters = store.failureCounters().orElseThrow();
            FailureCounter refused = new FailureCounter("192.0.2.3", null, 5);
            FailureCounter executed = ofAnotherServer(refused);
            List<Counted> begun = counters.begin(List.of(refused, executed), WINDOW);
            counters.begin(List.of(refused, executed), WINDOW);
            RedisServer full = server(refused);

            full.ask(redis -> redis.configSet("maxmemory", "1"));
            try {
                assertThat(counters.end(begun, List.of()))
                        .extracting(Counted::counter)
                        .containsExactly(refused);
            } finally {
                full.ask(redis -> redis.configSet("maxmemory", "0"));
            }
        }
    }

    /** A user who has logged in must not be blocked by the failures before. */
    @Test
    void tellsWhichFailuresMayNotBeForgottenWhileAServerHangs() {
        try (SessionStore store = open("/hanging", Clock.systemUTC())) {
            FailureCounters counters = store.failureCounters().orElseThrow();
            FailureCounter lost = new FailureCounter("192.0.2.4", "alice", 5);
            FailureCounter kept = ofAnotherServer(lost);
            List<Counted> begun = counters.begin(List.of(lost, kept), WINDOW);
            RedisServer server = server(lost);

            server.pause();
            try {
                assertThat(counters.end(List.of(), begun))
                        .as("sent")
                        .extracting(Counted::counter)
                        .containsExactly(lost);
                assertThat(counters.end(List.of(), begun))
                        .as("not sent")
                        .extracting(Counted::counter)
                        .containsExactly(lost);
            } finally {
                server.resume();
            }
        }
    }

    private static RedisServer server(FailureCounter counter) {
        return cluster.owner("bound-session:/hanging:failures:" + counter.key("/hanging"));
    }

    private static FailureCounter ofAnotherServer(FailureCounter counter) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new FailureCounter("192.0.2.1", "user" + i, 5))
                .filter(other -> server(other) != server(counter))
                .findFirst()
                .orElseThrow();
    }
}
