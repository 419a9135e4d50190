package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.boundsession.jdbc.TimedCall;

/**
 * Executes statements that change the table, which may take longer than the timeout of a call, on this side and on the
 * server. Each is a transaction of its own, because the server's limits are changed for a transaction only: a pooler
 * may give the connection to others afterwards.
 */
final class SchemaChange {

    /** For all statements that change a table with many rows. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final TimedCall call;
    private final List<String> limits;
    private boolean extended;

    SchemaChange(TimedCall call, SchemaScripts scripts) {
        this.call = call;
        this.limits = scripts.limitsOfChanges();
    }

    void execute(String sql) throws SQLException {
        if (!extended) {
            extended = true;
            call.extend(TIMEOUT);
        }
        if (limits.isEmpty()) {
            run(sql);
        } else {
            runWithOwnLimits(sql);
        }
    }

    private void runWithOwnLimits(String sql) throws SQLException {
        Connection connection = call.connection();
        connection.setAutoCommit(false);
        try {
            for (String limit : limits) {
                run(limit);
            }
            run(sql);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = call.createStatement()) {
            statement.execute(sql);
        }
    }
}
