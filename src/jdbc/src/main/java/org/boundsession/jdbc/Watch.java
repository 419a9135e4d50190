package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a call is doing, as the watchdog sees it, which acts on it when time runs out. Used by the caller, the watchdog and the
 * cancelling thread; guarded by itself.
 */
final class Watch {

    private static final int GRACE = 5;

    private final Cancellations cancellations;
    private final long limit;
    private final Thread caller = Thread.currentThread();

    /** Set by the caller, taken back by the watchdog, which so learns that the caller is not stuck. */
    private volatile boolean progressed;

    private long deadline;
    private boolean connecting;
    private @Nullable Connection connection;
    private @Nullable Statement statement;
    private boolean cancelled;
    private boolean cancelling;
    private boolean freed;
    private boolean over;

    /** @param limit nanoseconds from now */
    Watch(Cancellations cancellations, long limit) {
        this.cancellations = cancellations;
        this.limit = limit;
        deadline = System.nanoTime() + limit;
    }

    synchronized void connecting() {
        connecting = true;
    }

    synchronized void connected() {
        connecting = false;
        if (freed) {
            // The interrupt was for the wait, which is over.
            Thread.interrupted();
        }
    }

    /** False if the connection comes too late: what is done with it would not be watched. */
    synchronized boolean uses(Connection borrowed) {
        if (freed) {
            return false;
        }
        connection = borrowed;
        return true;
    }

    synchronized void executes(Statement prepared) {
        statement = prepared;
    }

    synchronized void usesNothing() {
        connection = null;
        statement = null;
    }

    synchronized @Nullable Connection connection() {
        return connection;
    }

    void progressed() {
        if (!progressed) {
            progressed = true;
        }
    }

    synchronized void extend(Duration longer) {
        deadline += longer.toNanos();
    }

    synchronized boolean isOverdue() {
        return freed || cancelled || nanosLeft() <= 0;
    }

    synchronized boolean isFreed() {
        return freed;
    }

    synchronized long nanosLeft() {
        return deadline - System.nanoTime();
    }

    /** Does what is due. */
    synchronized void look(long now) {
        if (over) {
            return;
        }
        if (progressed) {
            progressed = false;
            deadline = now + limit;
        } else if (now - deadline >= 0) {
            free();
        } else if (now - deadline >= -limit / GRACE) {
            cancel();
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
            cancellations.abort(connection);
        }
    }

    private synchronized void cancel() {
        if (!cancelled && !freed && statement != null) {
            cancelled = true;
            cancellations.cancel(this::cancelStatement);
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
        cancelling = statement != null;
        return statement;
    }

    private synchronized void endCancelling() {
        cancelling = false;
        notifyAll();
    }

    /**
     * Waits for a cancellation under way, which would otherwise hit the connection's next borrower; false if it does not end
     * in time.
     */
    synchronized boolean awaitCancelling() {
        try {
            while (cancelling && !freed) {
                wait(limit / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !cancelling;
    }

    synchronized void end() {
        over = true;
    }
}
