package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.GaleraCluster;
import org.boundsession.servers.MariaDbServer;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SessionStoreContract;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes of ours, each over a server of its own. A commit fails where the other server has committed a change of the
 * same row before (error 1213); a read waits for what the other one has committed (wsrep_sync_wait).
 */
class GaleraIT extends SessionStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SYNC_WAIT =
            "?sessionVariables=wsrep_sync_wait=1,innodb_lock_wait_timeout=5,lock_wait_timeout=5";

    private static GaleraCluster cluster;
    private static SessionDatabase first;
    private static SessionDatabase second;

    private SessionStore other;

    @BeforeAll
    static void start() throws Exception {
        // Where CI runs, a missing cluster is a failure.
        assumeTrue(
                GaleraCluster.isInstalled() || "true".equals(System.getenv("CI")),
                "Galera is NOT tested: mariadbd, galera-4 and rsync are not installed");
        cluster = GaleraCluster.start();
        first = database(cluster.first());
        second = database(cluster.second());
    }

    private static SessionDatabase database(MariaDbServer server) {
        return SessionDatabase.at(
                server.jdbcUrl() + SYNC_WAIT, Optional.of(server.user()), Optional.of(server.password()), TIMEOUT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            first.close();
            second.close();
            cluster.close();
        }
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new JdbcSessionStore(first.dataSource(), application, TIMEOUT, clock);
    }

    @BeforeEach
    void openOther() {
        other = new JdbcSessionStore(second.dataSource(), APPLICATION, TIMEOUT, clock);
    }

    @AfterEach
    void closeOther() {
        other.close();
    }

    private SessionStore node(int i) {
        return i % 2 == 0 ? store : other;
    }

    @Test
    void findsAtOneNodeAtOnceWhatTheOtherStored() {
        for (int i = 0; i < 100; i++) {
            StoredSession session = inserted("alice");
            assertThat(other.findById(session.key())).isPresent();
            assertThat(other.end(session.key(), EndToken.create())).isTrue();
            assertThat(store.findById(session.key())).isEmpty();
        }
    }

    @Test
    void touchesAtBothNodesWithoutAFailure() {
        StoredSession session = inserted("alice");
        long now = clock.millis();

        List<Boolean> touched = Parallel.run(
                6, i -> IntStream.range(0, 50).allMatch(access -> node(i).touch(session, now + 10L * access + i)));

        assertThat(touched).containsOnly(true);
        assertThat(other.findById(session.key()).orElseThrow().lastAccessedTime())
                .isEqualTo(now + 495);
    }

    @Test
    void countsEachMismatchOfBothNodesOnce() {
        StoredSession session = inserted("alice");

        List<Long> counts = Parallel.run(8, i -> node(i).countMismatch(session.key()));

        assertThat(counts)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 8).boxed().toList());
    }

    @Test
    void endsForOneNodeWhileBothTouch() {
        for (int round = 0; round < 10; round++) {
            StoredSession session = inserted("alice");
            other.findById(session.key());

            List<Integer> ends = Parallel.run(6, i -> {
                for (int access = 0; access < 10; access++) {
                    node(i).touch(session, clock.millis() + access);
                }
                return node(i).end(session.key(), EndToken.create()) ? 1 : 0;
            });

            assertThat(ends.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
            for (SessionStore node : List.of(store, other)) {
                assertThat(node.findById(session.key())).isEmpty();
                assertThat(node.touch(session, clock.millis() + 1000)).isFalse();
                assertThat(node.update(session)).isFalse();
            }
        }
    }

    @Test
    void deletesForOneNodeWhileBothTouch() {
        for (int round = 0; round < 10; round++) {
            StoredSession session = inserted("alice");
            other.findById(session.key());

            List<Boolean> deleted = Parallel.run(4, i -> {
                node(i).touch(session, clock.millis() + i);
                return node(i).deleteById(session.key());
            });

            assertThat(deleted).containsOnlyOnce(true);
            assertThat(Stream.of(store, other).map(node -> node.findById(session.key())))
                    .containsOnly(Optional.empty());
        }
    }

    @Test
    void endsEachExpiredSessionAtOneOfBothNodes() {
        List<StoredSession> expired =
                IntStream.range(0, 300).mapToObj(i -> inserted("expired")).toList();
        clock.move(IDLE.multipliedBy(2));

        List<List<String>> ended = Parallel.run(2, i -> endAll(node(i)));

        assertThat(ended.stream().flatMap(List::stream))
                .doesNotHaveDuplicates()
                .containsAll(
                        expired.stream().map(session -> session.key().hex()).toList());
    }

    private static List<String> endAll(SessionStore node) {
        List<String> all = new ArrayList<>();
        List<ExpiredSession> found = node.findExpired();
        while (!found.isEmpty()) {
            EndToken token = EndToken.create();
            List<String> ended = node.endExpired(found, token).stream()
                    .map(ExpiredSession::key)
                    .toList();
            node.deleteEnded(ended, token);
            all.addAll(ended);
            found = node.findExpired();
        }
        return all;
    }
}
