package org.boundsession.bulkhead;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The bulkhead for slow hashing (bcrypt), so that a flood of logins leaves processors to all other requests.
 * Thread-safe; without contention, a place costs one short lock.
 *
 * <p>A caller waits for a place for at most the lane's patience, and then gets a {@link BusyException}. Checks of
 * existing sessions have priority over logins. Callers of one purpose are queued fairly: origins and users are served
 * round-robin, so that a caller that arrives during a flood from elsewhere waits for a few places to be released and
 * not for the whole flood.
 */
public final class HashingLane {

    /** A place in the lane. Its holder must close it exactly once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Turns checks = new Turns();
    private final Turns logins = new Turns();
    private final FairBulkhead checking;
    private final Duration patience;
    private final int width;
    private final LongAdder refused = new LongAdder();
    private int free;
    private int waiting;

    /**
     * @param width the maximum number of callers that hash concurrently
     * @param maxWaiting the maximum number of checks that wait; logins are limited by their permits
     * @param patience the maximum time that a caller waits
     */
    public HashingLane(int width, int maxWaiting, Duration patience) {
        if (width < 1 || maxWaiting < 0) {
            throw new IllegalArgumentException("width, maxWaiting: " + width + ", " + maxWaiting);
        }
        this.width = width;
        this.free = width;
        this.checking = new FairBulkhead(width + maxWaiting, width + Math.min(maxWaiting, FairBulkhead.SHARE));
        this.patience = patience;
    }

    /** Returns a lane as wide as half the processors, in which a caller waits for at most 3 seconds. */
    public static HashingLane ofHalfTheProcessors() {
        int width = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new HashingLane(width, FairBulkhead.SHARES * FairBulkhead.SHARE, PATIENCE);
    }

    /** Returns the maximum number of callers that hash concurrently. */
    public int width() {
        return width;
    }

    /** Returns the number of callers that may enter without waiting. */
    public synchronized int free() {
        return free;
    }

    /** Returns the number of callers that wait. */
    public synchronized int waiting() {
        return waiting;
    }

    /** Returns how many callers have found no place so far. */
    public long refused() {
        return refused.sum() + checking.refused();
    }

    /** Returns the maximum time that a caller waits. */
    public Duration patience() {
        return patience;
    }

    /**
     * Acquires a place for a login, waiting if necessary.
     *
     * @throws BusyException if no place becomes free in time, the permit is revoked or the thread is interrupted
     */
    public Place enter(Permit permit) {
        await(logins, permit);
        return this::leave;
    }

    /**
     * Acquires a place to check the evidence for an existing session, waiting if necessary.
     *
     * @throws BusyException if too many callers wait for this session or user, or for the reasons of {@link #enter}
     */
    public Place enterCheck(String user, String session) {
        Permit permit = checking.acquire(Caller.of(user, List.of(session)));
        try {
            await(checks, permit);
        } catch (BusyException e) {
            permit.close();
            throw e;
        }
        return () -> {
            leave();
            permit.close();
        };
    }

    private void await(Turns queue, Permit permit) {
        CountDownLatch granted = new CountDownLatch(1);
        Turns.Turn turn = new Turns.Turn(permit.caller(), granted);
        synchronized (this) {
            if (free > 0) {
                free--;
                return;
            }
            queue.add(turn);
            waiting++;
        }
        if (!permit.await(granted, patience.toNanos())) {
            giveUp(queue, turn);
        }
    }

    private synchronized void giveUp(Turns queue, Turns.Turn turn) {
        // If the turn is no longer in the queue, the place was granted in the meantime, and the caller keeps it.
        if (queue.remove(turn)) {
            waiting--;
            refused.increment();
            throw new BusyException("waited too long for the hashing lane");
        }
    }

    private synchronized void leave() {
        Turns.Turn next = next();
        if (next == null) {
            free++;
            return;
        }
        waiting--;
        next.granted().countDown();
    }

    private Turns.@Nullable Turn next() {
        Turns.Turn check = checks.poll();
        return check == null ? logins.poll() : check;
    }
}
