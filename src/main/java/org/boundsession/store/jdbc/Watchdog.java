package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Frees callers who are stuck in a pool or a driver longer than the timeout, without another thread for each call: who waits
 * for a connection is interrupted, and a connection that does not answer is aborted. Thread-safe.
 */
final class Watchdog implements AutoCloseable {

    private static final int ROUNDS_PER_TIMEOUT = 10;
    private static final long END_MILLIS = 5_000;

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Set<Thread> aborts = ConcurrentHashMap.newKeySet();
    private final long timeoutNanos;
    private final Thread thread;

    Watchdog(Duration timeout) {
        timeoutNanos = timeout.toNanos();
        thread =
                new Thread(() -> watch(Math.max(1, timeout.toMillis() / ROUNDS_PER_TIMEOUT)), "bound-session-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    Call begin() {
        Call call = new Call(System.nanoTime() + timeoutNanos);
        calls.add(call);
        return call;
    }

    private void watch(long pauseMillis) {
        try {
            while (true) {
                Thread.sleep(pauseMillis);
                long now = System.nanoTime();
                calls.forEach(call -> call.freeIfOverdue(now));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A driver may ask the server first, which hangs: neither the caller nor the next abort waits for that. */
    private void abort(Connection stuck) {
        Thread abort = new Thread(
                () -> {
                    try {
                        stuck.abort(Runnable::run);
                    } catch (SQLException gone) {
                        // It is gone, which is what was asked for.
                        return;
                    } finally {
                        aborts.remove(Thread.currentThread());
                    }
                },
                "bound-session-abort");
        abort.setDaemon(true);
        aborts.add(abort);
        abort.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_MILLIS);
            for (Thread abort : aborts) {
                abort.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One call of one thread. */
    final class Call implements AutoCloseable {

        private final Thread caller = Thread.currentThread();
        private long deadline;
        private @Nullable Connection connection;
        private boolean freed;
        private boolean over;

        private Call(long deadline) {
            this.deadline = deadline;
        }

        synchronized void waitsForConnection() {
            connection = null;
        }

        /** @throws SQLTimeoutException if it comes too late: what is done with it would not be watched over */
        synchronized void uses(Connection borrowed) throws SQLTimeoutException {
            connection = borrowed;
            if (freed) {
                // The interrupt was for the wait, which is over.
                Thread.interrupted();
                throw new SQLTimeoutException("the connection came too late");
            }
        }

        /** For work that may take longer than the timeout. */
        synchronized void extend(Duration longer) {
            deadline += longer.toNanos();
        }

        private synchronized void freeIfOverdue(long now) {
            if (over || freed || now - deadline < 0) {
                return;
            }
            freed = true;
            Connection stuck = connection;
            if (stuck == null) {
                caller.interrupt();
            } else {
                abort(stuck);
            }
        }

        /** Whether the time ran out: the failure that the caller sees is ours, or the driver's own timeout. */
        synchronized boolean isOverdue() {
            return freed || System.nanoTime() - deadline >= 0;
        }

        @Override
        public synchronized void close() {
            over = true;
            calls.remove(this);
            if (freed && connection == null) {
                Thread.interrupted();
            }
        }
    }
}
