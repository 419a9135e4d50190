package org.boundsession.concurrent;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of one component. {@link #join} waits until they have ended: an executor or a pool counts as terminated a moment
 * before its last thread has, and a container that looks for leaked threads just then reports one. Thread-safe.
 */
public final class OwnThreads implements ThreadFactory {

    private static final Duration END = Duration.ofSeconds(5);

    private final String name;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    /** @param name of each thread */
    public OwnThreads(String name) {
        this.name = name;
    }

    /**
     * A daemon thread that is not started. A driver or a pool may look for classes through its context class loader, which is
     * the application's; the inheritable thread-locals of a request do not outlive the request in it.
     */
    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(OwnThreads.class.getClassLoader());
        return owned(thread);
    }

    /** Starts a daemon thread. */
    public Thread start(Runnable task) {
        Thread thread = newThread(task);
        thread.start();
        return thread;
    }

    /** For a library that needs threads of a type of its own. */
    public ThreadFactory owning(ThreadFactory other) {
        return task -> owned(other.newThread(task));
    }

    private Thread owned(Thread thread) {
        // A pool makes new threads as long as it lives.
        threads.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    /**
     * Waits for the threads, which somebody else must have told to end; five seconds for all of them.
     *
     * @return false if one goes on, or if the caller is interrupted, whose interrupt status is then set
     */
    public boolean join() {
        try {
            return joinBy(System.nanoTime() + END.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean joinBy(long deadline) throws InterruptedException {
        boolean ended = true;
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            ended &= !thread.isAlive();
        }
        return ended;
    }
}
