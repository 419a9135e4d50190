package org.boundsession.binding;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The bounded lane in which slow hashing happens, so that a flood of logins leaves processors to all other requests.
 * Thread-safe; without contention a place costs one short lock.
 *
 * <p>A caller waits for a place no longer than the lane's patience. Checks of existing sessions go before logins; among the
 * callers of one purpose, origins and users take turns, so that one who arrives during a flood from elsewhere waits for a
 * few places to be given back and not for the whole flood. A caller without a place gets a {@link BusyException}.
 */
public final class HashingLane {

    /** A place in the lane, to be given back by the one who got it, once. */
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
    private int free;

    /**
     * @param width how many hash at the same time
     * @param maxWaiting how many checks may wait; logins are bounded by their permits
     * @param patience how long a caller waits
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

    /** A lane as wide as half the processors, in which a caller waits for at most 3 seconds. */
    public static HashingLane ofHalfTheProcessors() {
        int width = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new HashingLane(width, FairBulkhead.SHARES * FairBulkhead.SHARE, PATIENCE);
    }

    /** How many hash at the same time. */
    public int width() {
        return width;
    }

    /** How long a caller waits. */
    public Duration patience() {
        return patience;
    }

    /**
     * Waits for a place to hash in for a login.
     *
     * @throws BusyException if no place comes free in time, the permit is revoked or the thread is interrupted
     */
    public Place enter(Permit permit) {
        await(logins, permit);
        return this::leave;
    }

    /**
     * Waits for a place to check the secret of an existing session in.
     *
     * @throws BusyException if too many wait for this session or user, or as for a login
     */
    Place enterCheck(String user, String session) {
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
        }
        if (!permit.await(granted, patience.toNanos())) {
            giveUp(queue, turn);
        }
    }

    private synchronized void giveUp(Turns queue, Turns.Turn turn) {
        // If it is not in the queue any more, the place was handed over meanwhile and is taken.
        if (queue.remove(turn)) {
            throw new BusyException("waited too long for the hashing lane");
        }
    }

    private synchronized void leave() {
        Turns.Turn next = next();
        if (next == null) {
            free++;
            return;
        }
        next.granted().countDown();
    }

    private Turns.@Nullable Turn next() {
        Turns.Turn check = checks.poll();
        return check == null ? logins.poll() : check;
    }
}
