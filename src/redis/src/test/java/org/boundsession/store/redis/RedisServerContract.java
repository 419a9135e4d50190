package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TcpProxy;
import org.boundsession.store.EndToken;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A single server, and what can happen to it. */
abstract class RedisServerContract extends RedisSessionStoreContract {

    private static final int HUGE = 100_000;
    private static final int STEP = 10_000;

    abstract RedisServer server();

    @Override
    String uri() {
        return server().uri();
    }

    @Test
    void asksOneCommandToFindASession() {
        StoredSession session = inserted("alice");
        store.findById(session.key());
        long before = commands();

        for (int i = 0; i < 100; i++) {
            assertThat(store.findById(session.key())).isPresent();
        }

        // INFO itself is one.
        assertThat(commands() - before).isEqualTo(101);
    }

    @Test
    void recordsAProofWithOneCommand() {
        record(store, proof());
        long before = commands();

        for (int i = 0; i < 100; i++) {
            assertThat(record(store, proof())).isTrue();
        }

        // INFO itself is one.
        assertThat(commands() - before).isEqualTo(101);
    }

    @Test
    void recordsNoProofWhileTheServerHangsOrIsFull() {
        record(store, proof());

        server().pause();
        try {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> record(store, proof()))
                    .matches(StoreUnavailableException::isUnreachable);
        } finally {
            server().resume();
        }

        on(redis -> redis.configSet("maxmemory", "1"));
        try {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> record(store, proof()))
                    .withMessageContaining("OOM")
                    .matches(refused -> !refused.isUnreachable());
        } finally {
            on(redis -> redis.configSet("maxmemory", "0"));
        }
    }

    @Test
    void connectsAnewWhereTheOldConnectionIsDead() throws IOException {
        StoredSession session = inserted("alice");
        try (TcpProxy proxy = TcpProxy.to(server().port());
                SessionStore behind = open("redis://127.0.0.1:" + proxy.port(), APPLICATION, clock)) {
            assertThat(behind.findById(session.key())).isPresent();

            proxy.swallowWhatIsOpen();

            assertThatThrownBy(() -> behind.findById(session.key()))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isUnreachable()).isTrue());
            assertThat(behind.findById(session.key())).isPresent();
        }
    }

    @Test
    void isUnavailableWhileTheServerHangsAndServesAgain() {
        StoredSession session = inserted("alice");

        server().pause();
        try {
            assertUnreachable(session);
        } finally {
            server().resume();
        }

        assertThat(eventually(session)).isTrue();
    }

    @Test
    void isUnavailableWhileTheServerIsGoneAndServesAgain() throws IOException {
        StoredSession session = inserted("alice");

        server().shutDown();
        assertUnreachable(session);
        assertUnreachable(session);
        server().startAgain();

        assertThat(eventually(session)).isTrue();
    }

    @Test
    void startsWhileTheServerIsGone() throws IOException {
        server().shutDown();
        try (SessionStore early = open(APPLICATION, clock)) {
            assertThatThrownBy(() -> early.findById(session("alice").key()))
                    .isInstanceOf(StoreUnavailableException.class);
            server().startAgain();

            early.insert(session("alice"));
        }
    }

    @Test
    void isNotReadyWhileTheServerIsFull() {
        store.probe();
        on(redis -> redis.configSet("maxmemory", "1"));
        try {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(store::probe)
                    .withMessageContaining("OOM")
                    .matches(refused -> !refused.isUnreachable());
        } finally {
            on(redis -> redis.configSet("maxmemory", "0"));
        }
        store.probe();
    }

    @Test
    void isNotReadyWhileTheServerIsAReplica() {
        on(redis -> redis.replicaof("127.0.0.1", 1));
        try {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(store::probe)
                    .withMessageContaining("READONLY");
        } finally {
            on(redis -> redis.replicaofNoOne());
        }
        store.probe();
    }

    /** With min-replicas-to-write, a master that is cut off from its replicas acknowledges nothing. */
    @Test
    void isRefusedWritesWhileTheServerMissesItsReplicas() {
        StoredSession session = inserted("alice");
        on(redis -> redis.configSet("min-replicas-to-write", "1"));
        try {
            for (ThrowingCallable write : List.<ThrowingCallable>of(
                    () -> store.insert(session("bob")),
                    () -> store.end(session.key(), EndToken.create()),
                    store::probe)) {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(write)
                        .withMessageContaining("NOREPLICAS")
                        .matches(refused -> !refused.isUnreachable());
            }
            assertThat(store.findById(session.key())).isPresent();
        } finally {
            on(redis -> redis.configSet("min-replicas-to-write", "0"));
        }
    }

    @Test
    void losesNothingWhereTheServerIsFull() {
        StoredSession session = inserted("alice");
        on(redis -> redis.configSet("maxmemory", "1"));
        try {
            assertThatThrownBy(() -> store.insert(session("bob")))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isUnreachable()).isFalse());
            assertThat(store.findById(session.key())).isPresent();
            assertThat(store.end(session.key(), EndToken.create())).isTrue();
        } finally {
            on(redis -> redis.configSet("maxmemory", "0"));
        }
    }

    @Test
    void recordsAccessesAndMismatchesWhileTheServerIsFull() {
        StoredSession session = inserted("alice");
        clock.move(Duration.ofMillis(1));
        on(redis -> redis.configSet("maxmemory", "1"));
        try {
            assertThat(store.touch(session, clock.millis())).isTrue();
            assertThat(store.countMismatch(session.key())).isEqualTo(1);
        } finally {
            on(redis -> redis.configSet("maxmemory", "0"));
        }
        assertThat(store.findById(session.key()).orElseThrow().lastAccessedTime())
                .isEqualTo(clock.millis());
    }

    @Test
    void opensAndFindsSessionsOfAUserWhoseIndexIsHuge() {
        long now = clock.millis();
        for (long end : new long[] {now - 1, now + ABSOLUTE.toMillis() / 2, Long.MAX_VALUE / 2}) {
            String principal = "user-" + UUID.randomUUID();
            StoredSession before = inserted(principal);
            addEntries(index(principal), end);

            StoredSession session = inserted(principal);

            assertThat(store.findByPrincipal(principal, 2))
                    .extracting(StoredSession::key)
                    .containsExactlyInAnyOrder(before.key(), session.key());
            assertThat(store.findByPrincipal(principal, SessionStore.BATCH)).hasSize(2);
        }
    }

    private void addEntries(String index, long end) {
        for (int i = 0; i < HUGE; i += STEP) {
            int first = i;
            Object[] entries = IntStream.range(first, first + STEP)
                    .boxed()
                    .flatMap(number -> Stream.<Object>of(
                            (double) end, SessionKey.of("gone " + number).hex()))
                    .toArray();
            on(redis -> redis.zadd(index, entries));
        }
    }

    /** A clean-up is frequent, and mostly finds nothing. */
    @Test
    void asksOneRoundTripWhetherSessionsHaveExpired() {
        store.findExpired();
        long before = commands();

        assertThat(store.findExpired()).isEmpty();

        assertThat(commands() - before).isEqualTo(17);
    }

    private void assertUnreachable(StoredSession session) {
        assertThatThrownBy(() -> store.findById(session.key()))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isUnreachable()).isTrue());
    }

    private boolean eventually(StoredSession session) {
        for (int i = 0; i < 100; i++) {
            try {
                return store.findById(session.key()).isPresent();
            } catch (StoreUnavailableException notYet) {
                LockSupport.parkNanos(50_000_000);
            }
        }
        return false;
    }

    private long commands() {
        Matcher processed =
                Pattern.compile("total_commands_processed:(\\d+)").matcher(on(redis -> redis.info("stats")));
        assertThat(processed.find()).isTrue();
        // The connection that asks says hello before.
        return Long.parseLong(processed.group(1));
    }

    private RedisClient raw;
    private StatefulRedisConnection<String, String> rawConnection;

    @Override
    <T> T on(Function<RedisClusterCommands<String, String>, T> question) {
        if (rawConnection == null) {
            raw = RedisClient.create(server().uri());
            rawConnection = raw.connect();
        }
        return question.apply(rawConnection.sync());
    }

    @AfterEach
    void closeRaw() {
        if (raw != null) {
            rawConnection.close();
            raw.shutdown();
        }
    }
}
