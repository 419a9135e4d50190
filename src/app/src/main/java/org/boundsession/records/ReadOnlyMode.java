package org.boundsession.records;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Sets a connection to read-only if the driver supports it. Checks that once: H2 ignores the setting, but executes a
 * statement for it. Thread-safe.
 */
final class ReadOnlyMode {

    private volatile boolean honoured;
    private volatile boolean ignored;

    /**
     * Sets read-only mode. Returns whether this has changed the connection. Does nothing if the driver does not
     * support it.
     */
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
