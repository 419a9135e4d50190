package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.boundsession.jdbc.TimedCall;

/** Runs several statements in one transaction, with isolation level READ COMMITTED. */
final class Transaction {

    private Transaction() {}

    /**
     * Runs the work in a transaction; afterwards the connection has its former isolation level and is in auto-commit
     * mode.
     */
    static <T> T run(TimedCall call, Connections.Work<T> work) throws SQLException {
        Connection connection = call.connection();
        int isolation = connection.getTransactionIsolation();
        connection.setAutoCommit(false);
        // Stricter levels lock the gaps between expired rows (gap locks) and block the inserts of other nodes.
        boolean stricter = isolation != Connection.TRANSACTION_READ_COMMITTED;
        if (stricter) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        try {
            T result = work.on(call);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            if (stricter) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setAutoCommit(true);
        }
    }
}
