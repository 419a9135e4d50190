package org.boundsession.records;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells the driver that the connection only reads, where it takes notice of that. Whether it does is asked once: H2 does not,
 * and executes a statement to say so. Thread-safe.
 */
final class ReadOnlyMode {

    private volatile boolean honoured;
    private volatile boolean ignored;

    /** Whether this has changed the connection. Does nothing with a driver that does not support it. */
    boolean set(Connection connection) {
        if (ignored) {
            return false;
        }
        try {
            if (connection.isReadOnly()) {
                return false;
            }
            connection.setReadOnly(true);
            return isHonoured(connection);
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private boolean isHonoured(Connection connection) throws SQLException {
        if (!honoured) {
            honoured = connection.isReadOnly();
            ignored = !honoured;
        }
        return honoured;
    }
}
