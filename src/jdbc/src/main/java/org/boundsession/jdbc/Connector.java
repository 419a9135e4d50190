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
 * Borrows connections for callers, none of whom waits longer than the limit. Thread-safe.
 *
 * <p>A wait for a pool ends by an interrupt. A driver that connects to a server which is silent does not, unless it has a
 * timeout; so a bounded number of threads waits in place of the callers. While they are all stuck, callers are refused at once.
 *
 * <p>Handing a connection from thread to thread costs more than a pool does. So while the DataSource is known to be quick,
 * because a moment ago it was, a few callers at a time ask it themselves. This is the exception: if the database falls silent
 * at that moment, and the driver has no timeout, these few, at most {@value #MAX_HERE}, wait for as long as the driver does.
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
            throw new RejectedExecutionException("The application ends");
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
        // Not each time: all processors read it.
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
            throw new RejectedExecutionException("All threads wait for a database that does not answer");
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

    /** Whether all its threads have ended. Callers that wait are refused. */
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
