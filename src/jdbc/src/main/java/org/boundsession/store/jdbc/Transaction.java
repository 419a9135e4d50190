package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.boundsession.jdbc.TimedCall;

/** A few statements that take effect together or not at all. */
final class Transaction {

    private Transaction() {}

    /** Leaves the connection as it was. */
    static <T> T run(TimedCall call, Connections.Work<T> work) throws SQLException {
        Connection connection = call.connection();
        int isolation = connection.getTransactionIsolation();
        connection.setAutoCommit(false);
        // Stricter levels lock the gaps between expired rows, where other nodes insert.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try {
            T result = work.on(call);
            connection.commit();
            return result;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(true);
        }
    }
}
