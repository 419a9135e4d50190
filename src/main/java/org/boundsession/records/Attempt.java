package org.boundsession.records;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a query: a worker runs it, a caller awaits it and may give it up. Rows that come too late for the caller
 * are closed by the worker.
 */
final class Attempt implements Runnable {
    private final DataSource dataSource;
    private final String pagedSql;
    private final Page page;
    private final Duration deadline;
    private final Consumer<Attempt> whenEnded;
    private final CompletableFuture<Rows> outcome = new CompletableFuture<>();
    private @Nullable Thread connecting;
    private volatile @Nullable Lease lease;

    Attempt(DataSource dataSource, String pagedSql, Page page, Duration deadline, Consumer<Attempt> whenEnded) {
        this.dataSource = dataSource;
        this.pagedSql = pagedSql;
        this.page = page;
        this.deadline = deadline;
        this.whenEnded = whenEnded;
    }

    @Override
    public void run() {
        try {
            Rows rows = open();
            if (!outcome.complete(rows)) {
                rows.close();
            }
        } catch (Throwable failure) {
            outcome.completeExceptionally(failure);
        } finally {
            whenEnded.accept(this);
        }
    }

    /** Returns when there is an outcome of either kind. */
    void await() throws InterruptedException, TimeoutException {
        try {
            outcome.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException e) {
            // result() throws it
            return;
        }
    }

    /** The outcome, which must be there. */
    Rows result() {
        try {
            return outcome.join();
        } catch (CompletionException | CancellationException e) {
            Throwable cause = e.getCause();
            throw new RecordsUnavailableException(cause == null ? e : cause);
        }
    }

    /** Makes {@code reason} the outcome; false if there is one already, which then stands. */
    boolean giveUp(Throwable reason) {
        return outcome.completeExceptionally(reason);
    }

    boolean isDecided() {
        return outcome.isDone();
    }

    // Only while waiting for a connection: an interrupt during H2's file access would close the whole database.
    synchronized void interruptConnecting() {
        if (connecting != null) {
            connecting.interrupt();
        }
    }

    /** Can block as long as the driver's cancelling does. */
    void cancelStatement() {
        Lease current = lease;
        if (current != null) {
            current.cancel();
        }
    }

    private Rows open() throws SQLException {
        Lease current = new Lease(connect(), deadline);
        lease = current;
        try {
            refuseIfDecided();
            return current.query(pagedSql, page);
        } catch (Throwable failure) {
            current.close();
            throw failure;
        }
    }

    private Connection connect() throws SQLException {
        beginConnecting();
        try {
            return dataSource.getConnection();
        } finally {
            endConnecting();
        }
    }

    private synchronized void beginConnecting() {
        refuseIfDecided();
        connecting = Thread.currentThread();
    }

    private synchronized void endConnecting() {
        connecting = null;
        Thread.interrupted();
    }

    private void refuseIfDecided() {
        if (isDecided()) {
            throw new CancellationException("no caller waits for this query any more");
        }
    }
}
