package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcSessionStoreOnH2Test extends JdbcProofsContract {

    @TempDir
    static Path directory;

    private static SessionDatabase database;

    @BeforeAll
    static void start() {
        database = SessionDatabase.embedded(directory.resolve("sessions"), Duration.ofSeconds(2));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }

    @Test
    void recordsNoProofWithoutTheTable() throws SQLException {
        record(store, proof());
        execute("ALTER TABLE bound_session_proofs RENAME TO proofs_elsewhere");
        try {
            assertThatThrownBy(() -> record(store, proof()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("refused a call, SQLSTATE 42S02");
        } finally {
            execute("ALTER TABLE proofs_elsewhere RENAME TO bound_session_proofs");
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new JdbcSessionStore(database.dataSource(), application, Duration.ofSeconds(2), clock);
    }

    @Test
    void takesRowThatCannotBeReadForNoSession() throws SQLException {
        StoredSession session = inserted("alice");

        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String tampered : new String[] {
                "",
                "{",
                "null",
                "[]",
                "{\"v\":2,\"attributes\":{}}",
                "{\"v\":1}",
                "{\"v\":1,\"attributes\":[]}",
                "{\"v\":1,\"attributes\":{\"a\":{}}}",
                "{\"v\":1,\"attributes\":{\"a\":null}}",
                "{\"v\":1,\"attributes\":{}}x",
                "{\"v\":1,\"attributes\":{\"a\":99999999999999999999}}",
                "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=="
            }) {
                statement.execute("UPDATE bound_session SET attributes = '" + tampered + "'");

                assertThat(store.findById(session.key())).as(tampered).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"end_time", "max_inactive_interval", "last_access_time", "mismatches", "version"})
    void takesRowWithANegativeNumberForNoSession(String column) throws SQLException {
        StoredSession session = inserted("alice");

        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE bound_session SET " + column + " = -1 WHERE session_key = '"
                    + session.key().hex() + "'");
        }

        assertThat(store.findById(session.key())).isEmpty();
    }

    @Test
    void doesNothingOverAConnectionThatComesTooLate() {
        StoredSession session = session("alice");
        DataSource late = Pools.handing(database.dataSource(), connection -> awaitInterrupt());

        try (SessionStore hurried = new JdbcSessionStore(late, APPLICATION, Duration.ofMillis(50), clock)) {
            assertThatThrownBy(() -> hurried.insert(session))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isUnreachable()).isTrue());
        }

        assertThat(store.findById(session.key())).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** As a driver that is busy with something else. */
    private static void awaitInterrupt() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void saysNothingOfAUrlThatNoDriverReads() {
        String url = "jdbc:unheard-of://root:a-password-of-mine@db/sessions";

        assertThatThrownBy(() -> SessionDatabase.at(url, Optional.empty(), Optional.empty(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc-url")
                .hasNoCause()
                .hasMessageNotContaining("a-password-of-mine");
    }

    @Test
    void cleansUpMarkThatNobodyDeletedWithoutAnotherEnd() {
        StoredSession session = inserted("alice");
        EndToken first = EndToken.create();
        EndToken second = EndToken.create();
        store.end(session.key(), first);
        ExpiredSession left = new ExpiredSession(session.key().hex(), Optional.empty());

        clock.move(Duration.ofMillis(SessionStore.MARK_MILLIS - 1));
        List<ExpiredSession> early = store.findExpired();
        clock.move(Duration.ofMillis(1));
        List<ExpiredSession> ended = store.endExpired(store.findExpired(), second);
        store.deleteEnded(List.of(left.key()), second);

        assertThat(early).doesNotContain(left);
        assertThat(ended).contains(left);
        assertThat(store.findExpired()).doesNotContain(left);
        assertThat(store.endState(session.key(), second)).isEqualTo(EndState.GONE);
    }

    @Test
    void keepsSessionsOverARestart() {
        StoredSession session = inserted("alice");
        store.close();
        database.close();

        start();
        store = open(APPLICATION, clock);

        assertThat(store.findById(session.key())).isPresent();
    }
}
