package org.boundsession.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.boundsession.concurrent.OwnThreads;

/**
 * Borrows connections with a time limit for callers. Thread-safe.
 *
 * <p>An interrupt ends a wait for a pool, but not a driver's attempt to connect to a server that does not respond.
 * Therefore a bounded number of threads borrows connections in place of the callers. If all of them are stuck, callers
 * are refused immediately (fail fast).
 *
 * <p>Handing a connection over between threads costs more than borrowing it from a pool. Therefore, while the
 * DataSource has recently been fast, at most {@value #MAX_HERE} callers at a time borrow on their own thread. This is
 * the exception to the limit: if the server stops responding at that moment and the driver has no timeout, these
 * callers wait as long as the driver does.
 */
final class Connector {

    static final int MAX_HERE = 8;

    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long QUICK_FOR = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_SECONDS = 30;

    private final int size;
    private final OwnThreads threads;
    private final ThreadPoolExecutor executor;
    private final Set<ConnectionAttempt> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore here = new Semaphore(MAX_HERE);
    private volatile long quickUntil = System.nanoTime();

    Connector(String name, int size, int waiting) {
        this.size = size;
        threads = new OwnThreads(name);
        executor = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), threads);
        executor.allowCoreThreadTimeOut(true);
    }

    Connection connect(DataSource dataSource, TimedCall call)
            throws SQLException, TimeoutException, InterruptedException {
        if (executor.isShutdown()) {
            throw new RejectedExecutionException("The application is stopping");
        }
        long start = System.nanoTime();
        Connection connection = start - quickUntil < 0 && here.tryAcquire()
                ? connectHere(dataSource, call)
                : connectElsewhere(dataSource, call);
        learn(start, System.nanoTime());
        return connection;
    }

    private Connection connectHere(DataSource dataSource, TimedCall call) throws SQLException, TimeoutException {
        try {
            return call.connectHere(dataSource);
        } finally {
            here.release();
        }
    }

    private void learn(long start, long now) {
        // Written rarely, because each write invalidates the cache line that all processors read.
        if (now - start < QUICK && quickUntil - now < QUICK_FOR / 2) {
            quickUntil = now + QUICK_FOR;
        }
    }

    private Connection connectElsewhere(DataSource dataSource, TimedCall call)
            throws SQLException, TimeoutException, InterruptedException {
        ConnectionAttempt attempt = start(dataSource);
        try {
            return attempt.await(call.watch().nanosLeft());
        } catch (TimeoutException e) {
            giveUp(attempt);
            throw call.timedOut(e);
        } catch (InterruptedException e) {
            giveUp(attempt);
            throw e;
        }
    }

    private ConnectionAttempt start(DataSource dataSource) {
        if (allStuck()) {
            throw new RejectedExecutionException("All threads wait for a database that does not respond");
        }
        ConnectionAttempt attempt = new ConnectionAttempt(dataSource, underWay::remove);
        underWay.add(attempt);
        try {
            executor.execute(attempt);
        } catch (RejectedExecutionException e) {
            underWay.remove(attempt);
            throw e;
        }
        return attempt;
    }

    private boolean allStuck() {
        return underWay.size() >= size
                && underWay.stream().filter(ConnectionAttempt::isGivenUp).count() >= size;
    }

    private void giveUp(ConnectionAttempt attempt) {
        attempt.giveUp();
        if (executor.remove(attempt)) {
            underWay.remove(attempt);
        }
    }

    /** Stops the threads and refuses the callers that wait. Returns whether all threads have ended within the limit. */
    boolean close(Duration limit) {
        executor.shutdown();
        underWay.forEach(this::giveUp);
        try {
            return executor.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS) && threads.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
