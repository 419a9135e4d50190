package org.boundsession.records;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * The threads on which queries are opened, so that a driver which blocks holds no caller longer than the deadline: 2.5 s,
 * the wait for a worker and for a connection included. Thread-safe; one for the application.
 *
 * <p>A caller that leaves makes its worker's wait for a connection end by interrupt and its statement by cancelling. A
 * worker that is stuck all the same, in a driver's connect without a timeout, stays until the server answers or is gone;
 * while all are stuck, callers are refused at once.
 */
public final class QueryWorkers implements AutoCloseable {
    private static final int WORKERS = 16;
    private static final int WAITING = 256;
    private static final Duration DEADLINE = Duration.ofMillis(2500);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final int size;
    private final Duration deadline;
    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor canceller;
    private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    public QueryWorkers() {
        this(WORKERS, WAITING, DEADLINE);
    }

    QueryWorkers(int size, int waiting, Duration deadline) {
        this.size = size;
        this.deadline = deadline;
        this.workers = executor("bound-session-records", size, waiting);
        this.canceller = executor("bound-session-records-cancel", 1, size);
        canceller.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    Rows open(DataSource dataSource, String pagedSql, Page page) {
        if (allStuck()) {
            throw new RecordsUnavailableException(
                    new RejectedExecutionException("Every worker waits for a database that does not answer"));
        }
        Attempt attempt = new Attempt(dataSource, pagedSql, page, deadline, underWay::remove);
        start(attempt);
        try {
            attempt.await();
        } catch (TimeoutException e) {
            giveUp(attempt, new TimeoutException("No first row within " + deadline));
        } catch (InterruptedException e) {
            giveUp(attempt, e);
            Thread.currentThread().interrupt();
        }
        return attempt.result();
    }

    /** Ends all threads that can be ended and makes callers that wait fail; later calls of {@code open} fail at once. */
    @Override
    public void close() {
        workers.shutdown();
        for (Attempt attempt : underWay) {
            giveUp(attempt, new RejectedExecutionException("The application ends"));
        }
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Attempt attempt) {
        underWay.add(attempt);
        try {
            workers.execute(attempt);
        } catch (RejectedExecutionException e) {
            underWay.remove(attempt);
            throw new RecordsUnavailableException(e);
        }
    }

    private void giveUp(Attempt attempt, Exception reason) {
        if (!attempt.giveUp(reason)) {
            return;
        }
        if (workers.remove(attempt)) {
            underWay.remove(attempt);
            return;
        }
        attempt.interruptConnecting();
        canceller.execute(attempt::cancelStatement);
    }

    // What is decided and still under way was given up, and nothing else takes up a worker for long.
    private boolean allStuck() {
        return underWay.size() >= size
                && underWay.stream().filter(Attempt::isDecided).count() >= size;
    }

    private void awaitEnd() throws InterruptedException {
        boolean ended = workers.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS);
        canceller.shutdown();
        ended &= canceller.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            System.getLogger(QueryWorkers.class.getName())
                    .log(System.Logger.Level.WARNING, "A database that does not answer still holds a thread");
            return;
        }
        // An executor counts as terminated a moment before its last thread is gone, which a container would call a
        // leak.
        for (Thread thread : List.copyOf(threads)) {
            thread.join();
        }
    }

    private ThreadPoolExecutor executor(String name, int size, int waiting) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                size,
                size,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                task -> thread(name, task));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    // A pool that opens its first connection may look for the driver through the context class loader: the
    // application's,
    // as on the container's threads. A request's inheritable thread-locals must not outlive it here.
    private Thread thread(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(QueryWorkers.class.getClassLoader());
        threads.add(thread);
        return thread;
    }
}
