package org.boundsession.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after another on its own thread, which ends while there are none. Tasks that arrive after {@link #close}
 * are dropped. Thread-safe.
 */
public final class OwnThread implements Executor, AutoCloseable {

    private static final long MAX_IDLE_SECONDS = 10;

    private final OwnThreads threads;
    private final ThreadPoolExecutor executor;

    /** @param name the name of the thread */
    public OwnThread(String name) {
        threads = new OwnThreads(name);
        executor = new ThreadPoolExecutor(
                0,
                1,
                MAX_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        threads.join();
    }
}
