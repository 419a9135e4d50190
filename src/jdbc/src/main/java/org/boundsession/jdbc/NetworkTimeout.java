package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How long a driver waits for each answer of the server; not longer than a call's limit. Whether the driver heeds it is asked
 * once: an embedded database has no network. Thread-safe.
 */
final class NetworkTimeout {

    /** The connection was left as it was. */
    static final int UNCHANGED = -1;

    /** PostgreSQL's driver knows whole seconds only. */
    private static final int NEARLY = 1_000;

    private final int limit;
    private volatile boolean heeded;
    private volatile boolean ignored;

    /** @param limit milliseconds */
    NetworkTimeout(int limit) {
        this.limit = limit;
    }

    /** Returns what has to be restored. Never throws. */
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

    /** Lets the driver wait that much longer, and returns what has to be restored. Never throws. */
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

    /** Whether it is as it was. */
    static boolean restored(Connection connection, int found) {
        return found == UNCHANGED || Quietly.succeeds(() -> connection.setNetworkTimeout(Runnable::run, found));
    }
}
