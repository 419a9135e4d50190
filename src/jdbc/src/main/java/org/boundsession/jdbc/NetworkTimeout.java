package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Sets the driver's network timeout, the maximum wait for each response of the server, to at most the limit of a call.
 * Checks once whether the driver supports it, because an embedded database has no network. Thread-safe.
 */
final class NetworkTimeout {

    /** The connection was not changed. */
    static final int UNCHANGED = -1;

    /** Tolerance in milliseconds, because PostgreSQL's driver rounds to whole seconds. */
    private static final int NEARLY = 1_000;

    private final int limit;
    private volatile boolean heeded;
    private volatile boolean ignored;

    /** @param limit the limit of a call, in milliseconds */
    NetworkTimeout(int limit) {
        this.limit = limit;
    }

    /** Sets the timeout. Returns the value to restore, or {@link #UNCHANGED}. Never throws. */
    int set(Connection connection) {
        if (ignored) {
            return UNCHANGED;
        }
        try {
            int found = connection.getNetworkTimeout();
            if (found > 0 && found <= limit + NEARLY) {
                return UNCHANGED;
            }
            connection.setNetworkTimeout(Runnable::run, limit);
            return isHeeded(connection) ? found : UNCHANGED;
        } catch (SQLException | RuntimeException unsupported) {
            return UNCHANGED;
        }
    }

    /** Extends the timeout. Returns the value to restore, or {@link #UNCHANGED}. Never throws. */
    int extend(Connection connection, int found, Duration longer) {
        if (ignored) {
            return found;
        }
        try {
            int present = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit + longer.toMillis()));
            return found == UNCHANGED ? present : found;
        } catch (SQLException | RuntimeException unsupported) {
            return found;
        }
    }

    private boolean isHeeded(Connection connection) throws SQLException {
        if (!heeded) {
            heeded = connection.getNetworkTimeout() > 0;
            ignored = !heeded;
        }
        return heeded;
    }

    /** Restores the timeout. Returns false if that failed. */
    static boolean restored(Connection connection, int found) {
        return found == UNCHANGED || Quietly.succeeds(() -> connection.setNetworkTimeout(Runnable::run, found));
    }
}
