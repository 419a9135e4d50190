package org.boundsession.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.boundsession.concurrent.OwnThreads;

/**
 * Limits the time of calls to one DataSource, as the package description states. Thread-safe. {@code close} leaves no
 * threads, except those that hang in a driver.
 */
public final class TimeLimiter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TimeLimiter.class.getName());

    private static final int ROUNDS = 20;
    private static final int CONNECTORS = 16;
    private static final int WAITING = 256;

    private final Duration limit;
    private final Connector connector;
    private final Cancellations cancellations;
    private final NetworkTimeout networkTimeout;
    private final OwnThreads threads;
    private final Thread watchdog;
    private final Set<TimedCall> calls = ConcurrentHashMap.newKeySet();

    /**
     * @param name the prefix of the thread names
     * @param limit the time limit of one call
     */
    public TimeLimiter(String name, Duration limit) {
        this(name, limit, CONNECTORS, WAITING);
    }

    /**
     * @param connectors the maximum number of threads that borrow connections in place of the callers
     * @param waiting the maximum number of callers that wait for one of those threads
     */
    public TimeLimiter(String name, Duration limit, int connectors, int waiting) {
        this.limit = limit;
        connector = new Connector(name + "-connect", connectors, waiting);
        cancellations = new Cancellations(name + "-cancel");
        networkTimeout = new NetworkTimeout((int) Math.max(1, limit.toMillis()));
        threads = new OwnThreads(name + "-watchdog");
        watchdog = threads.start(this::watch);
    }

    /** Begins a call on the current thread, which must close it. */
    public TimedCall begin() {
        TimedCall call = new TimedCall(this, limit.toNanos());
        calls.add(call);
        return call;
    }

    Connector connector() {
        return connector;
    }

    Cancellations cancellations() {
        return cancellations;
    }

    NetworkTimeout networkTimeout() {
        return networkTimeout;
    }

    void ended(TimedCall call) {
        calls.remove(call);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Math.max(1, limit.toMillis() / ROUNDS));
                long now = System.nanoTime();
                calls.forEach(call -> call.watch().look(now));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the waits of the current callers, and refuses later calls. */
    @Override
    public void close() {
        boolean connected = connector.close(limit);
        calls.forEach(call -> call.watch().free());
        watchdog.interrupt();
        boolean ended = threads.join();
        if (!cancellations.close(limit) || !connected || !ended) {
            LOG.log(Level.WARNING, "A thread still waits for a database that does not respond");
        }
    }
}
