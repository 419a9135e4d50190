package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.boundsession.servers.RedisCluster;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.EndToken;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Three masters with a replica each, as a user with the least privileges. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisSessionStoreOnClusterIT extends RedisFailoverContract {

    private static final int NODE_TIMEOUT_MILLIS = 3000;

    private static RedisCluster cluster;
    private static RedisClusterClient raw;
    private static StatefulRedisClusterConnection<String, String> rawConnection;

    @BeforeAll
    static void start() throws IOException {
        InstalledRedis.require();
        cluster = RedisCluster.start(
                NODE_TIMEOUT_MILLIS,
                AclUser.options("+cluster|nodes", "+cluster|myid", "+info", "+client|setname", "+wait"));
        raw = RedisClusterClient.create(cluster.nodes().get(0).uri());
        rawConnection = raw.connect();
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            rawConnection.close();
            raw.shutdown();
            cluster.close();
        }
    }

    @Override
    String uri() {
        return cluster.uri(AclUser.USER_INFO);
    }

    @Override
    int confirmingReplicas() {
        return 1;
    }

    @Override
    <T> T on(Function<RedisClusterCommands<String, String>, T> question) {
        return question.apply(rawConnection.sync());
    }

    @AfterEach
    void isRefusedNothing() {
        for (RedisServer node : cluster.nodes()) {
            node.ask(redis -> {
                AclUser.assertNothingRefused(redis);
                return true;
            });
        }
    }

    @Test
    void connectsWhileANodeHangs() {
        RedisServer first = cluster.nodes().get(0);
        StoredSession elsewhere = ownedByAnother(first);
        first.pause();
        try (var another = open(APPLICATION, clock)) {
            assertThat(another.findById(elsewhere.key())).isEmpty();
        } finally {
            first.resume();
            cluster.awaitAgreement();
        }
    }

    private StoredSession ownedByAnother(RedisServer server) {
        StoredSession session = session("alice");
        while (cluster.owner(name(session.key())) == server) {
            session = session("alice");
        }
        return session;
    }

    private StoredSession ownedBy(RedisServer server) {
        StoredSession session = session("alice");
        while (cluster.owner(name(session.key())) != server) {
            session = session("alice");
        }
        return session;
    }

    @Test
    void storesAndEndsNoSessionForSureWithoutItsReplica() {
        StoredSession session = inserted("alice");
        StoredSession late = ownedBy(cluster.owner(name(session.key())));
        RedisServer replica = cluster.replicaOf(cluster.owner(name(session.key())));
        EndToken token = EndToken.create();

        replica.pause();
        try {
            for (ThrowingCallable write :
                    List.<ThrowingCallable>of(() -> store.insert(late), () -> store.end(session.key(), token))) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(write)
                        .withMessageContaining("replicas")
                        .matches(StoreUnavailableException::isPartial)
                        .matches(StoreUnavailableException::isUnreachable);
            }
        } finally {
            replica.resume();
            cluster.awaitAgreement();
        }

        assertThat(store.end(session.key(), token)).as("again").isTrue();
    }

    /** The old master comes back as a replica, which still has the session that has ended in the meantime. */
    @Test
    @Order(Integer.MAX_VALUE)
    void servesTheOtherNodesWhileOneHangsAndFollowsTheFailover() {
        StoredSession ended = inserted("alice");
        RedisServer old = cluster.owner(name(ended.key()));
        StoredSession kept = ownedBy(old);
        StoredSession elsewhere = ownedByAnother(old);
        store.insert(kept);
        store.insert(elsewhere);

        old.pause();
        try {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.findById(kept.key()))
                    .matches(StoreUnavailableException::isPartial);
            assertThat(store.findById(elsewhere.key())).isPresent();
            store.probe();
            cluster.awaitFailover(old, name(kept.key()));
            assertThat(eventually(kept.key())).isTrue();
            endWithoutReplica(ended.key());
        } finally {
            old.resume();
        }

        for (int i = 0; i < 20; i++) {
            assertThat(store.findById(ended.key())).isEmpty();
            assertThat(store.findById(kept.key())).isPresent();
        }
    }
}
