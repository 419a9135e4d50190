package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.boundsession.servers.PostgresServer;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
