package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.boundsession.jdbc.TimeLimiter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading records means on every database. */
abstract class RecordsContract {
    private static final String ORDERED = "SELECT id, name FROM fruits ORDER BY id";

    private PoolOfOne pool;

    abstract DataSource dataSource();

    @BeforeEach
    void createTable() throws SQLException {
        execute(
                "CREATE TABLE fruits (id INT PRIMARY KEY, name VARCHAR(20), price DECIMAL(20,4))",
                "INSERT INTO fruits VALUES (1, 'apple', 0.5), (2, 'plum', 12345678901234.5678), (3, NULL, NULL)");
        pool = new PoolOfOne(dataSource());
    }

    @AfterEach
    void dropTable() throws SQLException {
        pool.close();
        execute("DROP TABLE fruits");
    }

    @Test
    void answersRowsUnderLowerCaseLabels() {
        assertThat(json("SELECT id AS \"The_ID\", name, price FROM fruits ORDER BY id"))
                .isEqualTo("[{\"the_id\":1,\"name\":\"apple\",\"price\":0.5000},"
                        + "{\"the_id\":2,\"name\":\"plum\",\"price\":12345678901234.5678},"
                        + "{\"the_id\":3,\"name\":null,\"price\":null}]");
    }

    @Test
    void answersEmptyArrayWithoutRows() {
        assertThat(json("SELECT id FROM fruits WHERE id > 100")).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 0, 1 2", "2, 1, 2 3", "1000, 2, 3", "5, 3, ''", "1, 2147483647, ''"})
    void answersOnePage(int limit, int offset, String ids) {
        String json = Json.of(pool.dataSource(), "SELECT id FROM fruits ORDER BY id", new Page(limit, offset));

        assertThat(json.replaceAll("[^0-9]+", " ").strip()).isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM fruits ORDER BY id;",
                "SELECT id FROM fruits ORDER BY id; -- sorted",
                "SELECT id FROM fruits ORDER BY id -- sorted; or not",
                "SELECT id FROM fruits\nWHERE name <> ';' OR name IS NULL\nORDER BY id\n;\n"
            })
    void pagesWhateverTheAdministratorWrote(String sql) {
        assertThat(Json.of(pool.dataSource(), sql, new Page(2, 0))).isEqualTo("[{\"id\":1},{\"id\":2}]");
    }

    @Test
    void returnsConnectionAsItWas() throws SQLException {
        boolean readOnly = pool.connection().isReadOnly();
        int networkTimeout = pool.connection().getNetworkTimeout();

        json(ORDERED);

        assertThat(pool.hasItsConnection()).isTrue();
        assertThat(pool.connection().isReadOnly()).isEqualTo(readOnly);
        assertThat(pool.connection().getAutoCommit()).isTrue();
        assertThat(pool.connection().getNetworkTimeout()).isEqualTo(networkTimeout);
    }

    @Test
    void leavesTransactionalConnectionTransactional() throws SQLException {
        pool.connection().setAutoCommit(false);

        String json = json(ORDERED);

        assertThat(json).startsWith("[{\"id\":1,");
        assertThat(pool.connection().getAutoCommit()).isFalse();
        assertThat(pool.connection().isReadOnly()).isFalse();
    }

    @Test
    void returnsConnectionWithHalfTheRowsUnread() throws SQLException {
        try (TimeLimiter limiter = new TimeLimiter("test", RecordQuery.TIME_LIMIT)) {
            RecordQuery query = new RecordQuery(pool.dataSource(), ORDERED, limiter);

            query.open(Page.first()).close();

            assertThat(Json.of(query, new Page(1, 1))).isEqualTo("[{\"id\":2,\"name\":\"plum\"}]");
        }
    }

    @Test
    void survivesWrongQuery() {
        assertThatExceptionOfType(RecordsUnavailableException.class)
                .isThrownBy(() -> json("SELECT secret_column FROM fruits"))
                .withMessage("The records are not available")
                .withCauseInstanceOf(SQLException.class);
        assertThat(json(ORDERED)).startsWith("[{\"id\":1,");
    }

    @Test
    void refusesTwoColumnsWithOneLabel() {
        assertThatExceptionOfType(RecordsUnavailableException.class)
                .isThrownBy(() -> json("SELECT id, name AS \"ID\" FROM fruits"))
                .havingCause()
                .withMessageContaining("labelled id");
        assertThat(pool.hasItsConnection()).isTrue();
    }

    final String json(String sql) {
        return Json.of(pool.dataSource(), sql);
    }

    final void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
