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
            return StoreUnavailableException.unreachable(
                    "the session database did not respond in time", Withheld.copy(e));
        }
        if (e instanceof SQLException sql) {
            return isUnreachable(sql)
                    ? StoreUnavailableException.unreachable(MESSAGE + ", " + code(sql) + hint(sql), Withheld.copy(e))
                    : StoreUnavailableException.failed(
                            "the session database refused a call, " + code(sql), Withheld.copy(e));
        }
        if (e instanceof SchemaException) {
            return StoreUnavailableException.failed("bound-session.store=jdbc: " + e.getMessage(), e);
        }
        return (RuntimeException) e;
    }

    /** Translates the failure of an attempt to connect: a server that answers may refuse this user for ever. */
    static RuntimeException ofConnecting(SQLException e, boolean timedOut) {
        return Misconfiguration.of(e)
                .<RuntimeException>map(reason -> StoreUnavailableException.unreachable(
                        "the session database cannot be used: " + reason, new SchemaException(reason)))
                .orElseGet(() -> translated(e, timedOut));
    }

    /** Translates what a driver or pool throws in place of an SQLException, as for a port out of range. */
    static RuntimeException ofConnecting(RuntimeException e) {
        return StoreUnavailableException.unreachable(
                "the session database cannot be used: " + Misconfiguration.URL,
                new SchemaException(Misconfiguration.URL + " (" + e.getClass().getSimpleName() + ")"));
    }

    /** Returns SQLSTATE and error code for a message: of the cause, if a pool has wrapped it without them. */
    static String code(SQLException failure) {
        SQLException e = Misconfiguration.causes(failure)
                .filter(cause -> cause.getSQLState() != null)
                .findFirst()
                .orElse(failure);
        String state = e.getSQLState() == null ? "no SQLSTATE" : "SQLSTATE " + e.getSQLState();
        return e.getErrorCode() == 0 ? state : state + ", error " + e.getErrorCode();
    }

    /** A pooler that was down when this node started may refuse the parameters of its connections. */
    private static String hint(SQLException e) {
        return code(e).startsWith("SQLSTATE 08P01")
                ? "; if it is a pooler that was started after this node, restart the node"
                : "";
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

    /**
     * Returns whether the database refuses a statement for good: a table or column is missing, or a privilege. A wait
     * for a lock that took too long is none.
     */
    static boolean isRefusal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        // SQL Server has a class of its own.
        return isForbidden(e) || state.startsWith("42") || state.startsWith("S0");
    }

    static boolean isDuplicate(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("23");
    }
}
