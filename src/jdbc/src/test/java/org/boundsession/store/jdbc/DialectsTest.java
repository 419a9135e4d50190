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
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contract on H2 as it imitates other databases, whose dialects it then accepts and no other: no LIMIT and no
 * LEAST, and for Oracle an empty text is NULL. The table is that of the scripts which nobody else runs.
 */
@ParameterizedClass
@CsvSource({
    "Oracle, Oracle",
    "MSSQLServer, Microsoft SQL Server",
    "DB2, DB2/LINUXX8664",
    "MySQL, H2",
    "Derby, H2",
    "HSQLDB, H2",
    "STRICT, H2"
})
class DialectsTest extends SessionStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final JdbcConnectionPool database;

    /** @param product whose script creates the table */
    DialectsTest(String mode, String product) throws SQLException {
        database = JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;MODE=" + mode, "sa", "");
        create(SchemaScripts.of(product));
    }

    /** H2 knows no collation of a column. */
    private void create(SchemaScripts scripts) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : scripts.statementsFrom(0)) {
                statement.execute(sql.replaceAll("COLLATE \\w+", ""));
            }
            for (String sql : OptionalTable.PROOFS.statements(scripts)) {
                statement.execute(sql.replaceAll("COLLATE \\w+", ""));
            }
        }
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
