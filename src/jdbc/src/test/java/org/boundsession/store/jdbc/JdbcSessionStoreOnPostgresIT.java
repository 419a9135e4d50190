package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.IntStream;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JdbcSessionStoreOnPostgresIT extends JdbcSessionStoreOnServers {

    private static PostgresServer server;
    private static SessionDatabase database;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
        database = open(server.jdbcUrl(), server.user(), server.password());
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        server.close();
    }

    @Test
    void readsOnWhereTheServerEndedAllConnections() throws SQLException {
        StoredSession session = inserted("alice");
        store.findById(session.key());

        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }

        assertThat(store.findById(session.key())).isPresent();
    }

    /** An aborted connection would leave one more with each call, until the server has none left. */
    @Test
    void leavesNoServerProcessThatWaitsForALock() throws SQLException {
        StoredSession session = inserted("alice");

        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE bound_session IN ACCESS EXCLUSIVE MODE");
            assertThatThrownBy(() -> store.findById(session.key())).isInstanceOf(StoreUnavailableException.class);

            assertThat(server.number("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
                    .isZero();
        }

        assertThat(store.findById(session.key())).isPresent();
    }

    /** As after a failover: a former primary accepts reads, and the connections to it stay open. */
    @Test
    void writesAgainSoonAfterConnectionsWereReadOnly() throws SQLException {
        setReadOnly("on");
        assertThatThrownBy(() -> inserted("alice")).isInstanceOf(StoreUnavailableException.class);
        setReadOnly("off");

        assertThat(IntStream.rangeClosed(0, SessionDatabase.CONNECTIONS).anyMatch(attempt -> writes()))
                .isTrue();
    }

    /** A node that could be asked but admits nobody would be called ready, and get its share of all logins. */
    @Test
    void isNotReadyWithoutAPrivilege() throws SQLException {
        assertThatCode(store::probe).doesNotThrowAnyException();
        try (Connection admin = server.connect();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
            statement.execute("GRANT SELECT ON bound_session, bound_session_schema TO reader");
        }
        PGSimpleDataSource reader = new PGSimpleDataSource();
        reader.setUrl(server.jdbcUrl());
        reader.setUser("reader");
        reader.setPassword("reader");
        try (JdbcSessionStore readOnly = new JdbcSessionStore(reader, APPLICATION, Duration.ofSeconds(2), clock)) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(readOnly::probe)
                    .withMessageContaining("SQLSTATE 42501")
                    .matches(refused -> !refused.isUnreachable());
        }
    }

    /** As an admin may set it up for all databases. */
    @Test
    void retriesWhatConcurrentTransactionsMakeImpossible() throws SQLException {
        StoredSession session = inserted("alice");
        server.execute("ALTER ROLE " + server.user() + " SET default_transaction_isolation = 'repeatable read'");
        try (SessionDatabase strict = open(server.jdbcUrl(), server.user(), server.password());
                JdbcSessionStore node = new JdbcSessionStore(strict.dataSource(), APPLICATION, TIMEOUT, clock)) {
            Parallel.run(
                    4,
                    i -> IntStream.range(0, 100)
                            .allMatch(access -> node.touch(session, clock.millis() + 10L * access + i)));

            assertThat(store.findById(session.key()).orElseThrow().lastAccessedTime())
                    .isEqualTo(clock.millis() + 993);
        } finally {
            server.execute("ALTER ROLE " + server.user() + " RESET default_transaction_isolation");
        }
    }

    private boolean writes() {
        try {
            inserted("alice");
            return true;
        } catch (StoreUnavailableException refused) {
            return false;
        }
    }

    /** For the connections that are opened from now on; the present ones are ended if they could write. */
    private static void setReadOnly(String value) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE");
            statement.execute(
                    "ALTER DATABASE " + connection.getCatalog() + " SET default_transaction_read_only = " + value);
            if (value.equals("on")) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
        }
    }

    @Test
    void saysNothingOfARowInAFailure() {
        StoredSession session = inserted("alice");

        assertThatThrownBy(() -> store.insert(session))
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .hasMessageNotContaining(session.key().hex());
    }

    @Override
    SessionDatabase database() {
        return database;
    }

    @Override
    void pause() {
        server.pause();
    }

    @Override
    void resume() {
        server.resume();
    }
}
