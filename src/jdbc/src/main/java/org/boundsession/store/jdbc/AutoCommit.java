package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Enables auto-commit on a connection until this is closed, for pools that disable it. */
final class AutoCommit implements AutoCloseable {

    private final Connection connection;
    private final boolean before;

    private AutoCommit(Connection connection, boolean before) {
        this.connection = connection;
        this.before = before;
    }

    static AutoCommit on(Connection connection) throws SQLException {
        boolean before = connection.getAutoCommit();
        if (!before) {
            connection.setAutoCommit(true);
        }
        return new AutoCommit(connection, before);
    }

    @Override
    public void close() throws SQLException {
        if (!before) {
            connection.setAutoCommit(false);
        }
    }
}
