package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.boundsession.parallel.Parallel;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.Test;

/** The contract, and what only a database server can do to a store. */
abstract class JdbcSessionStoreOnServers extends JdbcProofsContract {

    static final Duration TIMEOUT = Duration.ofMillis(800);

    private static final int ROWS_AT_ONCE = 500;

    abstract SessionDatabase database();

    abstract void pause();

    abstract void resume();

    static SessionDatabase open(String url, String user, String password) {
        return SessionDatabase.at(url, Optional.of(user), Optional.of(password), TIMEOUT);
    }

    @Override
    DataSource dataSource() {
        return database().dataSource();
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new JdbcSessionStore(database().dataSource(), application, TIMEOUT, clock);
    }

    @Test
    void makesItsTableWithManyNodesAtOnce() throws SQLException {
        execute("DROP TABLE IF EXISTS bound_session");
        execute("DROP TABLE IF EXISTS bound_session_schema");

        List<Boolean> found = Parallel.run(8, i -> {
            try (SessionStore node = open(APPLICATION, clock)) {
                StoredSession session = session("node" + i);
                node.insert(session);
                return node.findById(session.key()).isPresent();
            }
        });

        assertThat(found).containsOnly(true);
    }

    @Test
    void freesCallersOfAServerThatDoesNotAnswer() {
        StoredSession session = inserted("alice");

        pause();
        try {
            Parallel.run(4, i -> {
                assertThatThrownBy(() -> store.findById(session.key()))
                        .isInstanceOfSatisfying(
                                StoreUnavailableException.class,
                                e -> assertThat(e.isUnreachable()).isTrue());
                return true;
            });
        } finally {
            resume();
        }

        assertThat(eventually(session.key())).isPresent();
    }

    @Test
    void recordsNoProofAtAServerThatDoesNotAnswer() {
        record(store, proof());

        pause();
        try {
            assertThatThrownBy(() -> record(store, proof()))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isUnreachable()).isTrue());
        } finally {
            resume();
        }

        assertThat(eventually(SessionKey.of("none"))).isEmpty();
    }

    @Test
    void servesOverAPoolThatDoesNotCommitByItself() throws SQLException {
        execute("DROP TABLE IF EXISTS bound_session");
        execute("DROP TABLE IF EXISTS bound_session_schema");
        try (SessionStore node =
                new JdbcSessionStore(Pools.withoutAutoCommit(database()), APPLICATION, TIMEOUT, clock)) {
            StoredSession session = session("alice");

            node.insert(session);

            assertThat(node.findById(session.key())).isPresent();
            assertThat(node.findExpired()).isEmpty();
            assertThat(store.findById(session.key())).isPresent();
        }
    }

    /** Aborted connections are replaced one by one. */
    private Optional<StoredSession> eventually(SessionKey key) {
        for (int i = 0; i < 50; i++) {
            try {
                return store.findById(key);
            } catch (StoreUnavailableException notYet) {
                assertThat(notYet.isUnreachable()).isTrue();
            }
        }
        return Optional.empty();
    }

    @Test
    void clearsTwentyThousandExpiredRowsOnTwoNodesWhileCallsGoOn() throws SQLException {
        StoredSession live = session("live");
        insertExpired(20_000);
        clock.move(IDLE);
        store.insert(session("live"));
        StoredSession busy = inserted("busy");
        AtomicBoolean done = new AtomicBoolean();

        List<Integer> deleted = Parallel.run(3, i -> {
            if (i == 2) {
                int calls = 0;
                while (!done.get()) {
                    assertThat(store.findById(busy.key())).isPresent();
                    store.touch(busy, clock.millis() + calls++);
                }
                return 0;
            }
            try (SessionStore node = open(APPLICATION, clock)) {
                int all = 0;
                List<ExpiredSession> found = node.findExpired();
                while (!found.isEmpty()) {
                    EndToken token = EndToken.create();
                    List<ExpiredSession> ended = node.endExpired(found, token);
                    node.deleteEnded(ended.stream().map(ExpiredSession::key).toList(), token);
                    all += ended.size();
                    found = node.findExpired();
                }
                return all;
            } finally {
                done.set(true);
            }
        });

        assertThat(deleted.get(0) + deleted.get(1)).isBetween(20_000, 20_100);
        assertThat(count("SELECT COUNT(*) FROM bound_session WHERE principal = 'bulk'"))
                .isZero();
        assertThat(store.findById(live.key())).isEmpty();
    }

    private void insertExpired(int rows) throws SQLException {
        inserted("make the table");
        try (Connection connection = database().dataSource().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO bound_session (session_key, application,"
                                + " user_key, principal, roles, binding, creation_time, last_access_time,"
                                + " max_inactive_interval, end_time, expiry_time, mismatches, attributes, version, seal)"
                                + " VALUES (?, '/', '', 'bulk', '', '', 0, 0, 1, 1, ?, 0, '{}', 1, '')")) {
            for (int i = 0; i < rows; i++) {
                insert.setString(1, SessionKey.of("bulk" + i).hex());
                insert.setLong(2, i);
                insert.addBatch();
                if (i % ROWS_AT_ONCE == 0) {
                    // Each round trip within the timeout of the store, whose connection this is.
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
