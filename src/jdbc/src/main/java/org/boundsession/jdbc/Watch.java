package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a call that the watchdog checks, to cancel or abort the call when its time limit is reached. Shared by
 * the caller, the watchdog and the cancelling thread; guarded by its own monitor.
 */
final class Watch {

    private static final int GRACE = 5;

    private final Cancellations cancellations;
    private final long limit;
    private final Thread caller = Thread.currentThread();

    /** Set by the caller after each row and cleared by the watchdog, which then restarts the time limit. */
    private volatile boolean progressed;

    private long deadline;
    private boolean connecting;
    private @Nullable Connection connection;
    private @Nullable Statement statement;
    private boolean cancelled;
    private boolean requested;
    private boolean cancelling;
    private boolean freed;
    private boolean over;

    /** @param limit the time limit, in nanoseconds from now */
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
            // Clears the interrupt, which was meant for the wait.
            Thread.interrupted();
        }
    }

    /** Returns false if the connection arrives after the limit, because its use would not be limited in time. */
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

    /** Checks the call, and cancels its statement or aborts its connection if that is due. */
    synchronized void look(long now) {
        if (over) {
            return;
        }
        if (freed) {
            // A driver may ignore the abort, as H2's does, and a cancellation before the statement began was lost.
            requestCancellation();
        } else if (progressed) {
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

    /** Repeated until the limit, because a cancellation before the statement began was lost. */
    private synchronized void cancel() {
        if (statement != null) {
            cancelled = true;
            requestCancellation();
        }
    }

    /** Not while one waits for its turn, or they would crowd out those of other calls. */
    private synchronized void requestCancellation() {
        if (!requested && statement != null) {
            requested = true;
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
        requested = statement != null;
        cancelling = statement != null;
        return statement;
    }

    private synchronized void endCancelling() {
        cancelling = false;
        requested = false;
        notifyAll();
    }

    /**
     * Waits for a cancellation in progress, which could otherwise cancel a statement of the connection's next
     * borrower. Returns false if it does not end in time.
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
