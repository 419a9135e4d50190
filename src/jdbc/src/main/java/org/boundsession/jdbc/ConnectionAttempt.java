package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Borrows a connection on one thread while the caller waits on another. If the caller gives up, a connection that
 * arrives later is closed.
 */
final class ConnectionAttempt implements Runnable {

    private final DataSource dataSource;
    private final Consumer<ConnectionAttempt> whenEnded;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private @Nullable Thread connecting;

    /** A connection, or what the DataSource threw. */
    @FunctionalInterface
    private interface Outcome {
        Connection get() throws SQLException;
    }

    ConnectionAttempt(DataSource dataSource, Consumer<ConnectionAttempt> whenEnded) {
        this.dataSource = dataSource;
        this.whenEnded = whenEnded;
    }

    @Override
    public void run() {
        try {
            connect();
        } catch (SQLException e) {
            outcome.complete(() -> {
                throw e;
            });
        } catch (RuntimeException e) {
            outcome.complete(() -> {
                throw e;
            });
        } catch (Error e) {
            outcome.completeExceptionally(e);
            throw e;
        } finally {
            whenEnded.accept(this);
        }
    }

    private void connect() throws SQLException {
        if (!begun()) {
            return;
        }
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } finally {
            ended();
        }
        if (!outcome.complete(() -> connection)) {
            Quietly.succeeds(connection::close);
        }
    }

    private synchronized boolean begun() {
        connecting = isGivenUp() ? null : Thread.currentThread();
        return connecting != null;
    }

    private synchronized void ended() {
        connecting = null;
        // Clears an interrupt that was meant for the wait: this pooled thread continues with the next attempt.
        Thread.interrupted();
    }

    /** @throws RejectedExecutionException if the attempt was given up */
    Connection await(long nanos) throws SQLException, TimeoutException, InterruptedException {
        try {
            return outcome.get(nanos, TimeUnit.NANOSECONDS).get();
        } catch (CancellationException | ExecutionException e) {
            throw new RejectedExecutionException("The attempt to borrow a connection was given up", e);
        }
    }

    boolean isGivenUp() {
        return outcome.isCancelled();
    }

    /**
     * Gives up. Interrupts the thread only while it waits for a connection: an interrupt during file access would
     * close an H2 database.
     */
    synchronized void giveUp() {
        if (outcome.cancel(false) && connecting != null) {
            connecting.interrupt();
        }
    }
}
