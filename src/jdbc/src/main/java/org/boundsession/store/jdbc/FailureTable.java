package org.boundsession.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.Statement;
import org.boundsession.jdbc.TimedCall;

/**
 * Creates the table of failed logins, or logs a warning if the database user may not: sessions do not need it, and each
 * node counts failed logins by itself then. It has no layout of its own, because its rows live for minutes only.
 */
final class FailureTable {

    static final String NAME = "bound_session_login_failures";

    private static final Logger LOG = System.getLogger(FailureTable.class.getName());

    private FailureTable() {}

    static void ensure(TimedCall call, SchemaChange change, SchemaScripts scripts) throws SQLException {
        if (!isPresent(call) && !isCreated(call, change, scripts)) {
            LOG.log(
                    Level.WARNING,
                    "Failed logins are counted by each node alone. To count them across nodes, run as the owner of the"
                            + " schema, let the database user SELECT, INSERT, UPDATE and DELETE in"
                            + " " + NAME + ", and deploy again:\n"
                            + String.join(";\n", scripts.failureTable()) + ";");
        }
    }

    private static boolean isPresent(TimedCall call) throws SQLException {
        try (Statement statement = call.createStatement()) {
            statement
                    .executeQuery("SELECT counter_key FROM " + NAME + " WHERE 1 = 0")
                    .close();
            return true;
        } catch (SQLException e) {
            if (!Failures.isRefusal(e)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean isCreated(TimedCall call, SchemaChange change, SchemaScripts scripts) throws SQLException {
        if (!scripts.mayRunFrom(0)) {
            return false;
        }
        try {
            for (String sql : scripts.failureTable()) {
                change.execute(sql);
            }
            LOG.log(Level.INFO, "The table " + NAME + " was created");
            return true;
        } catch (SQLException e) {
            if (Failures.isUnreachable(e) || call.isOverdue()) {
                throw e;
            }
            // Another node may have been quicker.
            return isPresent(call);
        }
    }
}
