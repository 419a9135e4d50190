package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.boundsession.concurrent.OwnThreads;

/**
 * Does one thing again and again on a thread of its own, until it is closed; then the thread is gone. A round that fails is
 * logged, and the next one comes.
 *
 * <p>Not an executor, because that ends a moment before its threads do, and a container that looks for leaks just then
 * finds one.
 */
final class Periodically implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Periodically.class.getName());

    private final Task task;
    private final Duration pause;
    private final OwnThreads threads;
    private final Thread thread;

    /** May wait, until it is interrupted. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    Periodically(String name, Duration pause, Task task) {
        this.task = task;
        this.pause = pause;
        threads = new OwnThreads("bound-session-" + name);
        thread = threads.start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pause.toMillis());
                round();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, Thread.currentThread().getName() + " failed and tries again later", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        threads.join();
    }
}
