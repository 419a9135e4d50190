package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import io.lettuce.core.Range;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.store.SessionKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Tomcats on one Redis. */
@Timeout(240)
class RedisNodesIT {

    private RedisServer redis;
    private Nodes nodes;

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisServer.start();
        nodes = Nodes.onRedis(redis.uri());
    }

    @AfterEach
    void stopAll() throws Exception {
        nodes.close();
        redis.close();
    }

    @Test
    void sharesSessionsBetweenNodesAndOverKills() {
        TomcatProcess.Base baseOfA = nodes.base("redis-a");
        TomcatProcess a = nodes.start(baseOfA);
        Client clientOfA = a.client("");
        Client clientOfB = nodes.client("redis-b");

        String session = open(clientOfA);
        assertThat(call(clientOfB, session).status()).isEqualTo(200);
        a.kill();
        nodes.start(baseOfA);
        assertThat(call(clientOfA, session).status()).isEqualTo(200);
        assertThat(logout(clientOfB, session).status()).isEqualTo(204);

        assertThat(call(clientOfA, session).code()).isEqualTo("login_required");
    }

    @Test
    void endsSessionForAllNodesAtAMismatch() {
        Client clientOfA = nodes.client("redis-a");
        Client clientOfB = nodes.client("redis-b");
        String session = open(clientOfB);

        Response mismatch = call(clientOfA, session, "another-secret");

        assertThat(mismatch.code()).isEqualTo("session_invalidated");
        assertThat(call(clientOfB, session).code()).isEqualTo("login_required");
    }

    @Test
    void limitsSessionsOfOneUserAcrossNodes() {
        Client clientOfA = nodes.start(nodes.base("redis-a").env("BOUND_SESSION_SESSIONS_PER_USER", "2"))
                .client("");
        Client clientOfB = nodes.start(nodes.base("redis-b").env("BOUND_SESSION_SESSIONS_PER_USER", "2"))
                .client("");

        String first = open(clientOfA);
        String second = open(clientOfB);
        String third = open(clientOfA);

        assertThat(call(clientOfB, first).code()).isEqualTo("login_required");
        assertThat(call(clientOfA, second).status()).isEqualTo(200);
        assertThat(call(clientOfB, third).status()).isEqualTo(200);
    }

    @Test
    void keepsNothingThatOpensASession() {
        Client client = nodes.client("redis");

        String session = open(client);

        String dump = String.join("\n", redis.ask(RedisNodesIT::everything));
        assertThat(dump)
                .contains(SessionKey.of(session).hex(), "general")
                .doesNotContain(session, DeployedWar.SECRET, "general-password", StoreUnderTest.SESSION_SECRET);
        assertThat(call(client, SessionKey.of(session).hex()).code()).isEqualTo("login_required");
    }

    private static List<String> everything(RedisCommands<String, String> redis) {
        return redis.keys("*").stream()
                .map(key -> key + " = "
                        + switch (redis.type(key)) {
                            case "string" -> redis.get(key);
                            case "hash" -> redis.hgetall(key);
                            case "list" -> redis.lrange(key, 0, -1);
                            case "set" -> redis.smembers(key);
                            case "zset" -> redis.zrangeWithScores(key, 0, -1);
                            case "stream" -> redis.xrange(key, Range.unbounded());
                            default -> throw new IllegalStateException(key + " is of a type that nobody looks into");
                        })
                .toList();
    }

    @Test
    void takesTamperedHashForNoSession() {
        Client client = nodes.client("redis");
        String session = open(client);
        String hash = "bound-session:/:session:" + SessionKey.of(session).hex();

        redis.ask(commands -> commands.hset(hash, "attributes", "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=="));
        Response garbage = call(client, session);

        assertThat(garbage.code()).isEqualTo("login_required");
    }

    @Test
    void losesNoSessionWhileNodesAreKilledInTurn() {
        List<Integer> served = new RollingKills(nodes).run();

        assertThat(served).allSatisfy(calls -> assertThat(calls).isPositive());
    }
}
