package org.boundsession.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.boundsession.jdbc.TimedCall;

/**
 * A table that sessions do not need: it is created, or a warning is logged if the database user may not. It has no
 * layout of its own, because its rows live for minutes only.
 */
enum OptionalTable {
    LOGIN_FAILURES(
            OptionalTable.LOGIN_FAILURES_NAME,
            "login_failures.sql",
            "Failed logins are counted by each node alone. To count them across nodes"),

    PROOFS(
            OptionalTable.PROOFS_NAME,
            "proofs.sql",
            "Signed requests are answered 503, because of bound-session.proof-replay=store. To record their proofs");

    static final String LOGIN_FAILURES_NAME = "bound_session_login_failures";
    static final String PROOFS_NAME = "bound_session_proofs";

    private static final Logger LOG = System.getLogger(OptionalTable.class.getName());

    private final String table;
    private final String file;
    private final String consequence;

    OptionalTable(String table, String file, String consequence) {
        this.table = table;
        this.file = file;
        this.consequence = consequence;
    }

    void ensure(TimedCall call, SchemaChange change, SchemaScripts scripts) throws SQLException {
        if (!isPresent(call) && !isCreated(call, change, scripts)) {
            LOG.log(
                    Level.WARNING,
                    consequence + ", run as the owner of the schema, let the database user SELECT, INSERT, UPDATE and"
                            + " DELETE in " + table + ", and deploy again:\n"
                            + String.join(";\n", statements(scripts)) + ";");
        }
    }

    List<String> statements(SchemaScripts scripts) {
        return scripts.statementsOf(file);
    }

    private boolean isPresent(TimedCall call) throws SQLException {
        try (Statement statement = call.createStatement()) {
            statement
                    .executeQuery("SELECT application FROM " + table + " WHERE 1 = 0")
                    .close();
            return true;
        } catch (SQLException e) {
            if (!Failures.isRefusal(e)) {
                throw e;
            }
            return false;
        }
    }

    private boolean isCreated(TimedCall call, SchemaChange change, SchemaScripts scripts) throws SQLException {
        if (!scripts.mayRunFrom(0)) {
            return false;
        }
        try {
            for (String sql : statements(scripts)) {
                change.execute(sql);
            }
            LOG.log(Level.INFO, "The table " + table + " was created");
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
