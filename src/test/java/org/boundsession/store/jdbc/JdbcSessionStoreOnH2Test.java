package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SessionStoreContract;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcSessionStoreOnH2Test extends SessionStoreContract {

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
    protected SessionStore open(Clock clock) {
        return new JdbcSessionStore(database.dataSource(), Duration.ofSeconds(2), clock);
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

    @Test
    void keepsSessionsOverARestart() {
        StoredSession session = inserted("alice");
        store.close();
        database.close();

        start();
        store = open(clock);

        assertThat(store.findById(session.key())).isPresent();
    }
}
