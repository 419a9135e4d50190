package org.boundsession.binding;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The bounded lane in which slow hashing happens, so that a flood of logins leaves processors to everybody else.
 * Thread-safe.
 *
 * <p>A caller waits for a place no longer than the lane's patience, and only where the queue of its kind is not full;
 * checks of existing sessions go before logins. Whoever gets no place gets a {@link BusyException}.
 */
public final class HashingLane {

    /** Who asks for a place; the earlier constant goes first. */
    public enum Purpose {
        CHECK,
        LOGIN
    }

    /** A place in the lane, to be given back by the one who got it, once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private final Queue<CountDownLatch> checks = new ArrayDeque<>();
    private final Queue<CountDownLatch> logins = new ArrayDeque<>();
    private final int maxWaiting;
    private final Duration patience;
    private int free;

    /**
     * @param width how many hash at the same time
     * @param maxWaiting how many may wait, of each purpose
     * @param patience how long one waits
     */
    public HashingLane(int width, int maxWaiting, Duration patience) {
        if (width < 1 || maxWaiting < 0) {
            throw new IllegalArgumentException("width, maxWaiting: " + width + ", " + maxWaiting);
        }
        this.free = width;
        this.maxWaiting = maxWaiting;
        this.patience = patience;
    }

    /** A lane as wide as half the processors, in which at least 32 may wait for at most 3 seconds. */
    public static HashingLane ofHalfTheProcessors() {
        int width = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new HashingLane(width, 32 * width, Duration.ofSeconds(3));
    }

    /**
     * Waits for a place.
     *
     * @throws BusyException where no place comes free in time, the queue is full or the thread is interrupted
     */
    public Place enter(Purpose purpose) {
        Queue<CountDownLatch> queue = purpose == Purpose.CHECK ? checks : logins;
        CountDownLatch turn = new CountDownLatch(1);
        synchronized (this) {
            if (free > 0) {
                free--;
                return this::leave;
            }
            if (queue.size() >= maxWaiting) {
                throw new BusyException("too many wait for the hashing lane");
            }
            queue.add(turn);
        }
        if (!comes(turn)) {
            giveUp(queue, turn);
        }
        return this::leave;
    }

    private boolean comes(CountDownLatch turn) {
        try {
            return turn.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void giveUp(Queue<CountDownLatch> queue, CountDownLatch turn) {
        // Not in the queue any more: the place was handed over while patience ran out, and is ours.
        if (queue.remove(turn)) {
            throw new BusyException("waited too long for the hashing lane");
        }
    }

    private synchronized void leave() {
        CountDownLatch next = checks.isEmpty() ? logins.poll() : checks.poll();
        if (next == null) {
            free++;
            return;
        }
        next.countDown();
    }
}
