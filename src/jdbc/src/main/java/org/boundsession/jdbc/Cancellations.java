package org.boundsession.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.boundsession.concurrent.OwnThreads;

/**
 * Cancels statements and aborts connections on separate threads, because a driver may send a request to the server for
 * either, which may hang. Thread-safe.
 */
final class Cancellations {

    private static final int WAITING = 64;

    /**
     * Each cancellation may be a new connection to the server. If many calls wait for one lock, all of them have to be
     * cancelled before their connections are aborted, because the server does not notice an abort.
     */
    private static final int CANCELLERS = 8;

    private static final long IDLE_SECONDS = 30;

    private final OwnThreads threads;
    private final ThreadPoolExecutor canceller;

    Cancellations(String name) {
        threads = new OwnThreads(name);
        canceller = new ThreadPoolExecutor(
                CANCELLERS,
                CANCELLERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
        canceller.allowCoreThreadTimeOut(true);
    }

    void cancel(Runnable cancellation) {
        canceller.execute(cancellation);
    }

    /** Aborts a connection asynchronously, on its own thread, so that a hanging abort does not delay others. */
    Thread abort(Connection stuck) {
        return threads.start(() -> Quietly.succeeds(() -> stuck.abort(Runnable::run)));
    }

    void abortAndAwait(Connection stuck, long nanos) {
        try {
            abort(stuck).join(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the threads. Returns whether all of them have ended within the limit. */
    boolean close(Duration limit) {
        canceller.shutdown();
        try {
            return canceller.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS) && threads.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
