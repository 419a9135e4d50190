package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.boundsession.servers.RedisReplication;
import org.boundsession.servers.RedisSentinel;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A master with a replica and three Sentinels, as a user with the least privileges. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisSessionStoreOnSentinelIT extends RedisFailoverContract {

    private static RedisReplication servers;
    private static RedisServer master;

    @BeforeAll
    static void start() throws IOException {
        InstalledRedis.require();
        servers = RedisReplication.start(
                2500,
                List.of(
                        "requirepass password-of-sentinels",
                        "sentinel sentinel-pass password-of-sentinels",
                        "user sessions on >password-of-sessions +sentinel|get-master-addr-by-name"),
                AclUser.options("+role", "+wait"));
        master = servers.master();
    }

    @AfterAll
    static void stop() throws IOException {
        if (servers != null) {
            servers.close();
        }
    }

    @Override
    String uri() {
        return servers.uri(AclUser.USER_INFO);
    }

    @Override
    int confirmingReplicas() {
        return 1;
    }

    @Override
    <T> T on(Function<RedisClusterCommands<String, String>, T> question) {
        return master.ask(question::apply);
    }

    @AfterEach
    void isRefusedNothing() {
        master.ask(redis -> {
            AclUser.assertNothingRefused(redis);
            return true;
        });
    }

    @Test
    void connectsWhileASentinelHangs() {
        RedisSentinel first = servers.sentinels().get(0);
        first.pause();
        try (var another = open(APPLICATION, clock)) {
            another.insert(session("alice"));
        } finally {
            first.resume();
        }
    }

    /** The old master comes back as a replica, which still has the session that has ended in the meantime. */
    @Test
    @Order(Integer.MAX_VALUE)
    void followsTheSentinelsFromAMasterThatHangsToAnother() {
        StoredSession kept = inserted("alice");
        StoredSession ended = inserted("alice");
        RedisServer old = master;

        old.pause();
        try {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.findById(kept.key()))
                    .matches(StoreUnavailableException::isUnreachable);
            servers.awaitMaster(servers.replica());
            assertThat(eventually(kept.key())).isTrue();
            endWithoutReplica(ended.key());
        } finally {
            old.resume();
        }

        master = servers.replica();
        for (int i = 0; i < 20; i++) {
            assertThat(store.findById(ended.key())).isEmpty();
            assertThat(store.findById(kept.key())).isPresent();
        }
    }
}
