package org.boundsession.records;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A borrowed connection and the one statement that runs on it. Closing puts back what was changed and gives the connection
 * back; {@link #cancel} may come from any thread at any time.
 */
final class Lease implements AutoCloseable {
    private static final int UNCHANGED = -1;
    private static final Duration CANCEL_GRACE = Duration.ofSeconds(1);

    private final Connection connection;
    private final Duration deadline;
    private boolean readOnlySet;
    private int foundNetworkTimeout = UNCHANGED;
    private @Nullable PreparedStatement statement;
    private boolean closed;

    Lease(Connection connection, Duration deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /** Executes the query; on any failure the caller closes this. */
    Rows query(String pagedSql, Page page) throws SQLException {
        limitReads();
        forbidWrites();
        PreparedStatement select = prepare(pagedSql);
        select.setQueryTimeout((int) Math.max(1, deadline.plusMillis(999).toSeconds()));
        select.setFetchSize(Page.DEFAULT_LIMIT);
        select.setInt(1, page.offset());
        select.setInt(2, page.limit());
        ResultSet rows = select.executeQuery();
        return Rows.fetchFirst(this, rows);
    }

    /** Asks the database to end the statement. Can block as long as the driver's cancelling does. */
    synchronized void cancel() {
        if (closed || statement == null) {
            return;
        }
        succeeds(statement::cancel);
    }

    /** Never throws. Waits for a {@link #cancel} under way, which would otherwise hit the connection's next borrower. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!restored()) {
            // Its state is unknown: a pool must not hand it out again.
            succeeds(() -> connection.abort(Runnable::run));
        }
        succeeds(connection::close);
    }

    private synchronized PreparedStatement prepare(String pagedSql) throws SQLException {
        PreparedStatement select = connection.prepareStatement(pagedSql);
        statement = select;
        return select;
    }

    // Frees the thread from a server that has stopped answering, while waiting for the first row and while streaming.
    // Later than the deadline, so that a server which does answer can be asked to cancel, and keeps its connection.
    private void limitReads() {
        int limit = (int) deadline.plus(CANCEL_GRACE).toMillis();
        succeeds(() -> {
            int found = connection.getNetworkTimeout();
            if (found > 0 && found <= limit) {
                return;
            }
            connection.setNetworkTimeout(Runnable::run, limit);
            foundNetworkTimeout = found;
        });
    }

    private void forbidWrites() {
        succeeds(() -> {
            if (connection.isReadOnly()) {
                return;
            }
            connection.setReadOnly(true);
            readOnlySet = true;
        });
    }

    private boolean restored() {
        PreparedStatement open = statement;
        return (open == null || succeeds(open::close))
                && succeeds(this::endTransaction)
                && (!readOnlySet || succeeds(() -> connection.setReadOnly(false)))
                && (foundNetworkTimeout == UNCHANGED
                        || succeeds(() -> connection.setNetworkTimeout(Runnable::run, foundNetworkTimeout)));
    }

    private void endTransaction() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    /** For steps that a driver need not support, or that tell only that the connection is gone. */
    private static boolean succeeds(Step step) {
        try {
            step.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }
}
