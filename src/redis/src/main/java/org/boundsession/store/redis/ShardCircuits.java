package org.boundsession.store.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A circuit breaker for each node of a cluster. While a node is down, its calls fail immediately, except one at a time
 * that finds out whether it is back; so a call waits for a timeout only rarely, and the other nodes serve on.
 * Thread-safe; while all nodes are up, a call costs one read of an empty map.
 */
final class ShardCircuits {

    private static final long PAUSE_NANOS = 500_000_000;

    /** When the next call of a node that is down may be attempted, in the time of the clock. */
    private final Map<String, Long> attempts = new ConcurrentHashMap<>();

    private final LongSupplier nanoTime;
    private final long timeoutNanos;

    ShardCircuits(LongSupplier nanoTime, Duration timeout) {
        this.nanoTime = nanoTime;
        this.timeoutNanos = timeout.toNanos();
    }

    boolean areAllClosed() {
        return attempts.isEmpty();
    }

    /** Returns whether a call may be attempted. */
    boolean tryAcquire(String node) {
        Long next = attempts.get(node);
        if (next == null) {
            return true;
        }
        long now = nanoTime.getAsLong();
        // The caller reports the result, and if it does not, another one attempts a call after the timeout.
        return now - next >= 0 && attempts.replace(node, next, now + timeoutNanos);
    }

    void close(String node) {
        attempts.remove(node);
    }

    /** Opens the circuit. The first attempt may follow at once, because a single slow command opens it, too. */
    void open(String node) {
        long now = nanoTime.getAsLong();
        attempts.compute(node, (same, next) -> next == null ? now : now + PAUSE_NANOS);
    }
}
