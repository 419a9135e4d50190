package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;
import org.boundsession.concurrent.OwnThreads;

/**
 * Runs a task repeatedly on its own thread, with a pause before each run. If a run fails, this is logged and the next
 * run follows. After {@link #close} the thread has ended.
 *
 * <p>This is not an executor, because an executor is terminated shortly before its threads end, and a container that
 * looks for leaked threads in between reports them.
 */
final class Periodically implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Periodically.class.getName());

    private final Task task;
    private final Supplier<Duration> pauses;
    private final OwnThreads threads;
    private final Thread thread;

    /** May block; an interrupt ends it. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    Periodically(String name, Duration pause, Task task) {
        this(name, () -> pause, task);
    }

    /** @param pauses asked before each pause for its length */
    Periodically(String name, Supplier<Duration> pauses, Task task) {
        this.task = task;
        this.pauses = pauses;
        threads = new OwnThreads("bound-session-" + name);
        thread = threads.start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pauses.get().toMillis());
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
            LOG.log(
                    Level.ERROR,
                    "The periodic task " + Thread.currentThread().getName() + " failed; the next run follows",
                    e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        threads.join();
    }
}
