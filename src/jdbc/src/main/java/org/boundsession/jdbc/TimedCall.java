package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One call with a time limit. It borrows a connection, and returns it to its pool when it is closed. Not thread-safe:
 * confined to the thread that began it.
 */
public final class TimedCall implements AutoCloseable {

    private final TimeLimiter limiter;
    private final long limit;
    private final Watch watch;
    private volatile int foundNetworkTimeout = NetworkTimeout.UNCHANGED;

    /** @param limit the time limit, in nanoseconds from now */
    TimedCall(TimeLimiter limiter, long limit) {
        this.limiter = limiter;
        this.limit = limit;
        watch = new Watch(limiter.cancellations(), limit);
    }

    /**
     * Borrows a connection, after returning the one that this call has.
     *
     * @throws SQLException if the DataSource throws it
     * @throws TimeoutException if no connection arrived in time
     * @throws InterruptedException if the caller is interrupted
     * @throws java.util.concurrent.RejectedExecutionException if too many callers wait, or the limiter is closed
     */
    public void connect(DataSource dataSource) throws SQLException, TimeoutException, InterruptedException {
        release();
        Connection borrowed = limiter.connector().connect(dataSource, this);
        if (!watch.uses(borrowed)) {
            Quietly.succeeds(borrowed::close);
            throw timedOut(null);
        }
        foundNetworkTimeout = limiter.networkTimeout().set(borrowed);
    }

    /** Borrows a connection on the caller's thread. */
    Connection connectHere(DataSource dataSource) throws SQLException, TimeoutException {
        watch.connecting();
        try {
            return dataSource.getConnection();
        } catch (SQLException | RuntimeException e) {
            if (watch.isFreed()) {
                throw timedOut(e);
            }
            throw e;
        } finally {
            watch.connected();
        }
    }

    TimeoutException timedOut(@Nullable Exception cause) {
        TimeoutException timeout =
                new TimeoutException("No response within " + TimeUnit.NANOSECONDS.toMillis(limit) + " ms");
        timeout.initCause(cause);
        return timeout;
    }

    /** Returns the connection that this call has borrowed. */
    public Connection connection() {
        Connection borrowed = watch.connection();
        if (borrowed == null) {
            throw new IllegalStateException("no connection is borrowed");
        }
        return borrowed;
    }

    /**
     * Prepares the statement that is cancelled if the time limit is reached, until the next one is prepared. The
     * caller closes it.
     */
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        PreparedStatement prepared = connection().prepareStatement(sql);
        watch.executes(prepared);
        return prepared;
    }

    /** As {@link #prepareStatement}, for statements that are executed once. */
    public Statement createStatement() throws SQLException {
        Statement created = connection().createStatement();
        watch.executes(created);
        return created;
    }

    /**
     * Restarts the time limit, because the database has responded. Called after each row; one volatile read in most
     * cases.
     */
    public void progressed() {
        watch.progressed();
    }

    /** Extends the time limit and the driver's network timeout, for work that takes longer. */
    public void extend(Duration longer) {
        watch.extend(longer);
        foundNetworkTimeout = limiter.networkTimeout().extend(connection(), foundNetworkTimeout, longer);
    }

    /**
     * Returns whether the time limit is reached or the statement was cancelled. If so, a failure that the caller sees
     * is due to the limit or to the driver's own timeout.
     */
    public boolean isOverdue() {
        return watch.isOverdue();
    }

    Watch watch() {
        return watch;
    }

    /** Aborts the connection, because its state is unknown and its pool must not reuse it. */
    public void discard() {
        Connection borrowed = watch.connection();
        if (borrowed == null) {
            return;
        }
        if (!watch.isFreed()) {
            limiter.cancellations().abortAndAwait(borrowed, limit);
        }
        giveBack(borrowed);
    }

    private void release() {
        Connection borrowed = watch.connection();
        if (borrowed == null) {
            return;
        }
        if (!watch.awaitCancelling() || !NetworkTimeout.restored(borrowed, foundNetworkTimeout)) {
            discard();
            return;
        }
        giveBack(borrowed);
    }

    private void giveBack(Connection borrowed) {
        Quietly.succeeds(borrowed::close);
        watch.usesNothing();
    }

    /** Returns the connection to its pool. Never throws; idempotent. */
    @Override
    public void close() {
        release();
        watch.end();
        limiter.ended(this);
    }
}
