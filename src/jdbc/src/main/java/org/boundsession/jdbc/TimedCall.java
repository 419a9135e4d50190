package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One call of one thread: borrows a connection, and gives it back when it is closed. Used by that thread only. */
public final class TimedCall implements AutoCloseable {

    private final TimeLimiter limiter;
    private final long limit;
    private final Watch watch;
    private volatile int foundNetworkTimeout = NetworkTimeout.UNCHANGED;

    /** @param limit nanoseconds from now */
    TimedCall(TimeLimiter limiter, long limit) {
        this.limiter = limiter;
        this.limit = limit;
        watch = new Watch(limiter.cancellations(), limit);
    }

    /**
     * Borrows a connection, and gives the one back that this call has.
     *
     * @throws SQLException as the DataSource threw it
     * @throws TimeoutException if the connection came too late, or not at all
     * @throws InterruptedException if somebody interrupts the caller
     * @throws java.util.concurrent.RejectedExecutionException if too many wait already, or the limiter is closed
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

    /** On the caller's thread. */
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
                new TimeoutException("No answer within " + TimeUnit.NANOSECONDS.toMillis(limit) + " ms");
        timeout.initCause(cause);
        return timeout;
    }

    /** What this call has borrowed. */
    public Connection connection() {
        Connection borrowed = watch.connection();
        if (borrowed == null) {
            throw new IllegalStateException("no connection is borrowed");
        }
        return borrowed;
    }

    /** Prepares the statement that is cancelled if time runs out, until the next one is prepared. The caller closes it. */
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        PreparedStatement prepared = connection().prepareStatement(sql);
        watch.executes(prepared);
        return prepared;
    }

    /** The database has answered, and the limit begins anew; to be called between rows, costs nearly nothing. */
    public void progressed() {
        watch.progressed();
    }

    /** For work on the borrowed connection that may take so much longer; the driver waits as long. */
    public void extend(Duration longer) {
        watch.extend(longer);
        foundNetworkTimeout = limiter.networkTimeout().extend(connection(), foundNetworkTimeout, longer);
    }

    /** Whether time has run out: the failure that the caller sees is our doing, or the driver's own timeout. */
    public boolean isOverdue() {
        return watch.isOverdue();
    }

    Watch watch() {
        return watch;
    }

    /** The connection's state is unknown: its pool must not hand it out again. */
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

    /** Gives the connection back. Never throws; once is enough, more do no harm. */
    @Override
    public void close() {
        release();
        watch.end();
        limiter.ended(this);
    }
}
