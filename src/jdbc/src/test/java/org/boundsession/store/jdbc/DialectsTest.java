package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SessionStoreContract;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract on H2 as it imitates other databases, whose dialects it then accepts and no other: no LIMIT and no
 * LEAST, and for Oracle an empty text is NULL.
 */
@ParameterizedClass
@ValueSource(strings = {"Oracle", "MSSQLServer", "DB2", "MySQL", "Derby", "HSQLDB", "STRICT"})
class DialectsTest extends SessionStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final JdbcConnectionPool database;

    DialectsTest(String mode) {
        database = JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;MODE=" + mode, "sa", "");
    }

    @AfterEach
    void drop() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
        database.dispose();
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new JdbcSessionStore(database, application, TIMEOUT, clock);
    }

    @Test
    void storesNoEmptyText() throws SQLException {
        store.insert(emptySession());

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM bound_session")) {
            assertThat(row.next()).isTrue();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                assertThat(row.getString(i))
                        .as(row.getMetaData().getColumnName(i))
                        .isNotEqualTo("");
            }
        }
    }
}
