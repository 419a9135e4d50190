package org.boundsession.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.boundsession.store.StoreUnavailableException;

/** Classifies the exceptions of drivers by SQLSTATE and error code. */
final class Failures {

    /**
     * The file is in use by another process, cannot be read or is damaged; the connection or the database is closed.
     */
    private static final Set<String> UNUSABLE_H2 =
            Set.of("90020", "90028", "90030", "90031", "90067", "90098", "90121");

    private static final String MESSAGE = "the session database cannot be reached";

    private static final Set<Integer> FORBIDDEN_BY_MARIADB = Set.of(1044, 1142, 1227);

    private Failures() {}

    /** @param timedOut whether our time limit ended the call */
    static RuntimeException translated(Exception e, boolean timedOut) {
        if (timedOut) {
            return StoreUnavailableException.unreachable("the session database did not respond in time", e);
        }
        if (e instanceof SQLException sql) {
            return isUnreachable(sql)
                    ? StoreUnavailableException.unreachable(MESSAGE, e)
                    : StoreUnavailableException.failed(
                            "the session database refused a call, SQLSTATE " + sql.getSQLState(), e);
        }
        if (e instanceof SchemaException) {
            return StoreUnavailableException.failed(String.valueOf(e.getMessage()), e);
        }
        return (RuntimeException) e;
    }

    /**
     * Returns whether the server or the network has closed an established connection; other connections may still
     * work.
     */
    static boolean isBroken(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.equals("57P01"));
    }

    static boolean isUnreachable(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException
                || e instanceof SQLTimeoutException
                || state == null
                || state.startsWith("08")
                // PostgreSQL: shutting down, starting up, or too many connections.
                || state.startsWith("57P")
                || state.equals("53300")
                || UNUSABLE_H2.contains(state);
    }

    /** Returns whether the database user lacks a privilege. */
    static boolean isForbidden(SQLException e) {
        String state = e.getSQLState();
        // The SQLSTATEs are those of PostgreSQL and H2. MariaDB uses the same SQLSTATE for many other errors.
        return "42501".equals(state) || "90096".equals(state) || FORBIDDEN_BY_MARIADB.contains(e.getErrorCode());
    }

    static boolean isDuplicate(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("23");
    }
}
