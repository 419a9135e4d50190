package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.ready;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.it.FailoverTraffic.Answered;
import org.boundsession.servers.RedisCluster;
import org.boundsession.servers.RedisReplication;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.SessionKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Tomcats on a Redis whose master is killed under load, and replaced by its replica. */
@Timeout(120)
class RedisFailoverIT {

    private static final int DETECTION_MILLIS = 1000;
    private static final String STORE_TIMEOUT = "1000";
    private static final Duration CALM = Duration.ofSeconds(2);

    /** After which the service is back, from the moment at which the servers have agreed on another master. */
    private static final Duration BACK = Duration.ofSeconds(2);

    @BeforeEach
    void requireRedis() {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                RedisServer.installed().isPresent() || "true".equals(System.getenv("CI")),
                "failovers of Redis are NOT tested: redis-server is not installed");
    }

    @Test
    void servesAfterTheSentinelsHaveReplacedTheMaster() throws Exception {
        try (RedisReplication redis = RedisReplication.start(DETECTION_MILLIS, List.of());
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            FailoverTraffic traffic = new FailoverTraffic(client(nodes, "a"), client(nodes, "b"), session -> false);
            AtomicLong replaced = new AtomicLong();

            List<List<Answered>> answers = traffic.during(() -> {
                pause(CALM);
                redis.master().crash();
                traffic.killed();
                redis.awaitMaster(redis.replica());
                replaced.set(System.nanoTime());
                pause(BACK.plus(CALM));
            });

            assertServedAgain(answers, replaced.get());
        }
    }

    @Test
    void servesAfterAClusterHasReplacedAMasterAndOtherSessionsAllTheTime() throws Exception {
        try (RedisCluster redis = RedisCluster.start(DETECTION_MILLIS);
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            Client client = client(nodes, "a");
            String key = name(Calls.open(client));
            RedisServer killed = redis.owner(key);
            FailoverTraffic traffic = new FailoverTraffic(
                    client,
                    client(nodes, "b"),
                    session -> !redis.atStart(name(session)).equals(killed));
            AtomicLong replaced = new AtomicLong();
            AtomicInteger readiness = new AtomicInteger();

            List<List<Answered>> answers = traffic.during(() -> {
                pause(CALM);
                killed.crash();
                traffic.killed();
                readiness.set(ready(client));
                redis.awaitFailover(killed, key);
                replaced.set(System.nanoTime());
                pause(BACK.plus(CALM));
            });

            assertServedAgain(answers, replaced.get());
            assertThat(readiness).as("with a part of the sessions").hasValue(200);
        }
    }

    private static Client client(Nodes nodes, String name) {
        return nodes.start(nodes.base(name).env("BOUND_SESSION_STORE_TIMEOUT", STORE_TIMEOUT))
                .client("");
    }

    private static String name(String session) {
        return "bound-session:/:session:" + SessionKey.of(session).hex();
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void assertServedAgain(List<List<Answered>> answers, long replaced) {
        long back = replaced + BACK.toNanos();
        assertThat(answers).allSatisfy(ofOne -> {
            assertThat(ofOne)
                    .filteredOn(answer -> answer.at() > back)
                    .isNotEmpty()
                    .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 401));
            assertThat(ofOne.get(ofOne.size() - 1).status()).isEqualTo(200);
        });
        assertThat(answers.stream().flatMap(List::stream).map(Answered::status)).contains(503);
    }
}
