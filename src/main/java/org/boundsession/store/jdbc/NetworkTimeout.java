package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

/** How long a driver waits for each answer of the server, changed until this is closed. */
final class NetworkTimeout implements AutoCloseable {

    private final Connection connection;
    private final int before;

    private NetworkTimeout(Connection connection, int before) {
        this.connection = connection;
        this.before = before;
    }

    /** Changes nothing with a driver that has no such timeout. */
    static NetworkTimeout set(Connection connection, Duration timeout) throws SQLException {
        int before = connection.getNetworkTimeout();
        set(connection, Math.toIntExact(timeout.toMillis()));
        return new NetworkTimeout(connection, before);
    }

    private static void set(Connection connection, int millis) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLFeatureNotSupportedException none) {
            return;
        }
    }

    @Override
    public void close() throws SQLException {
        set(connection, before);
    }
}
