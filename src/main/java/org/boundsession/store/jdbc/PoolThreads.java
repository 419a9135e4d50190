package org.boundsession.store.jdbc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Makes the daemon threads of a pool and waits for their ends: the pool has ended a moment before they have, and a container
 * looks for threads just then. Thread-safe.
 */
final class PoolThreads implements ThreadFactory {

    private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final String name;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    PoolThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        // A pool makes new ones as long as it lives.
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Call it when the pool is closed. */
    void join() {
        try {
            for (Thread thread : threads) {
                thread.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
