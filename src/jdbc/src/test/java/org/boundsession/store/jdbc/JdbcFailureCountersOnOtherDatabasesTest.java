package org.boundsession.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A database without a dialect: H2 that claims to be one, with a table that its administrator has created. */
class JdbcFailureCountersOnOtherDatabasesTest extends JdbcFailureCountersContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    static Path directory;

    private static SessionDatabase database;

    @BeforeAll
    static void start() throws SQLException {
        database = SessionDatabase.embedded(directory.resolve("others"), TIMEOUT);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            SchemaScripts scripts = SchemaScripts.of("DB2");
            for (String sql : scripts.statementsFrom(0)) {
                statement.execute(sql);
            }
            for (String sql : OptionalTable.LOGIN_FAILURES.statements(scripts)) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Override
    DataSource dataSource() {
        return Pools.product("DB2", database.dataSource());
    }

    /** A transaction, which ends by the return to the pool's mode. */
    @Override
    List<String> oneTrip() {
        return List.of(
                "setAutoCommit [false]",
                "executeQuery",
                "executeUpdate",
                "executeUpdate",
                "executeUpdate",
                "executeUpdate",
                "executeQuery",
                "commit",
                "setAutoCommit [true]");
    }

    @Override
    boolean readsFirst() {
        return true;
    }
}
