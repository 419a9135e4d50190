package org.boundsession.store.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

/**
 * The statement that counts an attempt and returns the counters as they are then, for databases that have one. It locks
 * the rows in the order of its parameters.
 *
 * <p>A counter that has reached its limit refuses the attempt: its failures become one more than the limit, so that the
 * result tells it from the last attempt that was allowed, and stay there. Its window does not change. Nodes may have
 * different limits while an administrator changes them: a row keeps the limit of the node that has counted last.
 */
enum UpsertDialect {

    /** Reads first, so that attempts on a blocked counter change and lock nothing. */
    POSTGRESQL("PostgreSQL", 0, "(?, ?, ?, ?, CAST(? AS INTEGER), CAST(? AS BIGINT))", 4, """
            WITH attempt (counter_key, application, address, principal, failure_limit, window_end) AS (VALUES {rows}),
            refused AS (
                SELECT stored.counter_key, attempt.failure_limit + 1 AS failures, stored.window_end
                FROM bound_session_login_failures stored
                JOIN attempt ON stored.counter_key = attempt.counter_key
                WHERE stored.window_end > ? AND stored.failures >= attempt.failure_limit),
            counted AS (
                INSERT INTO bound_session_login_failures AS stored
                    (counter_key, application, address, principal, failures, failure_limit, window_end)
                SELECT counter_key, application, address, principal, 1, failure_limit, window_end FROM attempt
                WHERE NOT EXISTS (SELECT 1 FROM refused) ORDER BY counter_key COLLATE "C"
                ON CONFLICT (counter_key) DO UPDATE SET
                    failures = CASE WHEN stored.window_end <= ? THEN 1
                        WHEN stored.failures <= EXCLUDED.failure_limit THEN stored.failures + 1
                        ELSE stored.failures END,
                    failure_limit = CASE WHEN stored.window_end <= ? OR stored.failures <= EXCLUDED.failure_limit
                        THEN EXCLUDED.failure_limit ELSE stored.failure_limit END,
                    window_end = CASE WHEN stored.window_end <= ? THEN EXCLUDED.window_end ELSE stored.window_end END
                RETURNING counter_key, failures, window_end)
            SELECT counter_key, failures, window_end FROM counted
            UNION ALL SELECT counter_key, failures, window_end FROM refused"""),

    /** The window comes last, and the failures before it, because MariaDB computes with what was set before. */
    MARIADB("MariaDB", 10_005, "(?, ?, ?, ?, 1, ?, ?)", 3, """
            INSERT INTO bound_session_login_failures
                (counter_key, application, address, principal, failures, failure_limit, window_end) VALUES {rows}
            ON DUPLICATE KEY UPDATE
                failure_limit = CASE WHEN window_end <= ? OR failures <= VALUES(failure_limit)
                    THEN VALUES(failure_limit) ELSE failure_limit END,
                failures = CASE WHEN window_end <= ? THEN 1
                    WHEN failures <= VALUES(failure_limit) THEN failures + 1 ELSE failures END,
                window_end = CASE WHEN window_end <= ? THEN VALUES(window_end) ELSE window_end END
            RETURNING counter_key, failures, window_end"""),

    H2(
            "H2",
            0,
            "(CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS INTEGER),"
                    + " CAST(? AS BIGINT))",
            3,
            """
            SELECT counter_key, failures, window_end FROM FINAL TABLE (
                MERGE INTO bound_session_login_failures stored
                USING (VALUES {rows}) attempt
                    (counter_key, application, address, principal, failure_limit, window_end)
                ON stored.counter_key = attempt.counter_key
                WHEN MATCHED THEN UPDATE SET
                    failures = CASE WHEN stored.window_end <= ? THEN 1
                        WHEN stored.failures <= attempt.failure_limit THEN stored.failures + 1
                        ELSE stored.failures END,
                    failure_limit = CASE WHEN stored.window_end <= ? OR stored.failures <= attempt.failure_limit
                        THEN attempt.failure_limit ELSE stored.failure_limit END,
                    window_end = CASE WHEN stored.window_end <= ? THEN attempt.window_end ELSE stored.window_end END
                WHEN NOT MATCHED THEN INSERT
                    (counter_key, application, address, principal, failures, failure_limit, window_end)
                    VALUES (attempt.counter_key, attempt.application, attempt.address, attempt.principal, 1,
                        attempt.failure_limit, attempt.window_end))""");

    private final String product;
    private final int version;
    private final String row;
    private final int times;
    private final String sql;

    /**
     * @param product how the driver's product name begins
     * @param version the first one with this statement: 1000 times the major version plus the minor one
     * @param times how many parameters after the rows are the present time
     */
    UpsertDialect(String product, int version, String row, int times, String sql) {
        this.product = product;
        this.version = version;
        this.row = row;
        this.times = times;
        this.sql = sql;
    }

    /** Empty for a database without such a statement, or whose statement no test runs. Asks the driver only. */
    static Optional<UpsertDialect> of(DatabaseMetaData database) throws SQLException {
        return of(
                database.getDatabaseProductName(),
                1000 * database.getDatabaseMajorVersion() + database.getDatabaseMinorVersion());
    }

    private static Optional<UpsertDialect> of(String product, int version) {
        return Arrays.stream(values())
                .filter(dialect -> product.startsWith(dialect.product) && version >= dialect.version)
                .findFirst();
    }

    String upsert(int rows) {
        return sql.replace("{rows}", String.join(", ", Collections.nCopies(rows, row)));
    }

    int times() {
        return times;
    }
}
