package org.boundsession.concurrent;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Creates and tracks the threads of one component, so that {@link #join} can wait for their end: an executor or a pool
 * counts as terminated shortly before its last thread has ended, and a container that looks for leaked threads in
 * between reports one. Thread-safe.
 */
public final class OwnThreads implements ThreadFactory {

    private static final Duration END = Duration.ofSeconds(5);

    private final String name;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    /** @param name the name of each thread */
    public OwnThreads(String name) {
        this.name = name;
    }

    /**
     * Returns a daemon thread that is not started. Its context class loader is the application's, because a driver or a
     * pool may load classes through it. It does not inherit thread-locals, so that those of a request do not outlive
     * the request.
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

    /** Returns a factory that tracks the threads of another one, for a library with its own type of threads. */
    public ThreadFactory owning(ThreadFactory other) {
        return task -> owned(other.newThread(task));
    }

    private Thread owned(Thread thread) {
        // A pool creates new threads as long as it is open.
        threads.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    /**
     * Waits up to five seconds for the end of all threads. It does not stop them: the caller must have done so before.
     *
     * @return false if a thread is still running, or if the caller is interrupted, whose interrupt status is then set
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
