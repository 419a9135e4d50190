package org.boundsession.store.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an exception of a driver or pool for the log, with its class, SQLSTATE, error code and stack trace, but
 * without its text: that may quote a URL with a password, or a row.
 */
final class Withheld extends SQLException {

    private static final long serialVersionUID = 1L;

    /** A chain of causes may be long, or a circle. */
    private static final int MAX_CAUSES = 5;

    private Withheld(String message, @Nullable String state, int code) {
        super(message, state, code);
    }

    static Withheld copy(Throwable original) {
        return copy(original, MAX_CAUSES);
    }

    private static Withheld copy(Throwable original, int causes) {
        Withheld copy = original instanceof SQLException sql
                ? new Withheld(name(sql) + ", " + Failures.code(sql), sql.getSQLState(), sql.getErrorCode())
                : new Withheld(name(original), null, 0);
        copy.setStackTrace(original.getStackTrace());
        if (original.getCause() != null && causes > 0) {
            copy.initCause(copy(original.getCause(), causes - 1));
        }
        return copy;
    }

    private static String name(Throwable original) {
        return original.getClass().getName();
    }
}
