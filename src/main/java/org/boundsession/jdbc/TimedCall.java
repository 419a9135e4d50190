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

/** One call of one thread: borrows a connection, and gives it back when it is closed. Used by that thread only. */
public final class TimedCall implements AutoCloseable {

    private final TimeLimiter limiter;
    private final long limit;
    private final long grace;
    private final Thread caller = Thread.currentThread();

    private volatile int foundNetworkTimeout = NetworkTimeout.UNCHANGED;

    /** Set by the caller, taken back by the watchdog, which so learns that the caller is not stuck. */
    private volatile boolean progressed;

    // All below is guarded by this.
    private long deadline;
    private boolean connecting;
    private @Nullable Connection connection;
    private @Nullable Statement statement;
    private boolean cancelled;
    private boolean cancelling;
    private boolean freed;
    private boolean over;

    /** Both in nanoseconds. */
    TimedCall(TimeLimiter limiter, long limit, long grace) {
        this.limiter = limiter;
        this.limit = limit;
        this.grace = grace;
        deadline = System.nanoTime() + limit;
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
        if (!take(borrowed)) {
            Quietly.succeeds(borrowed::close);
            throw timedOut(null);
        }
        foundNetworkTimeout = limiter.networkTimeout().set(borrowed);
    }

    /** On the caller's thread. */
    Connection connectHere(DataSource dataSource) throws SQLException, TimeoutException {
        begunConnecting();
        try {
            return dataSource.getConnection();
        } catch (SQLException | RuntimeException e) {
            if (isFreed()) {
                throw timedOut(e);
            }
            throw e;
        } finally {
            endedConnecting();
        }
    }

    private synchronized void begunConnecting() {
        connecting = true;
    }

    private synchronized void endedConnecting() {
        connecting = false;
        if (freed) {
            // The interrupt was for the wait, which is over.
            Thread.interrupted();
        }
    }

    private synchronized boolean take(Connection borrowed) {
        if (freed) {
            return false;
        }
        connection = borrowed;
        return true;
    }

    /** What this call has borrowed. */
    public synchronized Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("no connection is borrowed");
        }
        return connection;
    }

    /** Prepares the statement that is cancelled if time runs out, until the next one is prepared. The caller closes it. */
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        PreparedStatement prepared = connection().prepareStatement(sql);
        watched(prepared);
        return prepared;
    }

    synchronized void watched(Statement running) {
        statement = running;
    }

    /** The database has answered, and the limit begins anew; to be called between rows, costs nearly nothing. */
    public void progressed() {
        if (!progressed) {
            progressed = true;
        }
    }

    /** For work that may take longer than the limit. */
    public synchronized void extend(Duration longer) {
        deadline += longer.toNanos();
    }

    /** Whether time has run out: the failure that the caller sees is our doing, or the driver's own timeout. */
    public synchronized boolean isOverdue() {
        return freed || cancelled || nanosLeft() <= 0;
    }

    synchronized long nanosLeft() {
        return deadline - System.nanoTime();
    }

    private synchronized boolean isFreed() {
        return freed;
    }

    TimeoutException timedOut(@Nullable Exception cause) {
        TimeoutException timeout =
                new TimeoutException("No answer within " + TimeUnit.NANOSECONDS.toMillis(limit) + " ms");
        timeout.initCause(cause);
        return timeout;
    }

    /** Does what is due; called by the watchdog. */
    synchronized void watch(long now) {
        if (over || freed) {
            return;
        }
        if (progressed) {
            progressed = false;
            deadline = now + limit;
        } else if (now - deadline >= 0) {
            free();
        } else if (now - deadline >= -grace && statement != null && !cancelled) {
            cancelled = true;
            limiter.cancellations().cancel(this::cancelStatement);
        }
    }

    synchronized void free() {
        if (over || freed) {
            return;
        }
        freed = true;
        if (connecting) {
            caller.interrupt();
        } else if (connection != null) {
            limiter.cancellations().abort(connection);
        }
    }

    private void cancelStatement() {
        Statement running = beginCancelling();
        if (running != null) {
            Quietly.succeeds(running::cancel);
            endCancelling();
        }
    }

    private synchronized @Nullable Statement beginCancelling() {
        cancelling = !over && statement != null;
        return cancelling ? statement : null;
    }

    private synchronized void endCancelling() {
        cancelling = false;
        notifyAll();
    }

    /** The connection's state is unknown: its pool must not hand it out again. */
    public void discard() {
        Connection borrowed;
        synchronized (this) {
            borrowed = connection;
            if (borrowed == null || freed) {
                return;
            }
            freed = true;
        }
        limiter.cancellations().abortAndAwait(borrowed, limit);
    }

    private void release() {
        Connection borrowed;
        synchronized (this) {
            borrowed = connection;
        }
        if (borrowed == null) {
            return;
        }
        if (!cancellingEnded() || !NetworkTimeout.restored(borrowed, foundNetworkTimeout)) {
            discard();
        }
        Quietly.succeeds(borrowed::close);
        synchronized (this) {
            connection = null;
            statement = null;
        }
    }

    /** A cancellation that is still under way would hit the connection's next borrower. */
    private synchronized boolean cancellingEnded() {
        try {
            while (cancelling && !freed) {
                wait(limit / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !cancelling;
    }

    /** Gives the connection back. Never throws; once is enough, more do no harm. */
    @Override
    public void close() {
        release();
        synchronized (this) {
            over = true;
        }
        limiter.ended(this);
    }
}
