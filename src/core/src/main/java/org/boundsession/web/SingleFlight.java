package org.boundsession.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.bulkhead.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Does the common work of concurrent callers once: one of them, the leader, does it, and the others share its result
 * (single-flight). No result is kept after the leader has finished. Thread-safe.
 *
 * <p>If a leader throws, or if its result must not be shared, one of the waiting callers becomes the next leader.
 *
 * @param <K> identifies common work
 * @param <R> the type of a result
 */
final class SingleFlight<K, R> {

    private final ConcurrentMap<K, Flight<R>> flights = new ConcurrentHashMap<>();
    private final Predicate<R> shared;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /**
     * @param shared whether a result may be shared
     * @param patience the maximum time that a caller waits for leaders
     */
    SingleFlight(Predicate<R> shared, Duration patience, LongSupplier nanoTime) {
        this.shared = shared;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** The work of a leader. */
    @FunctionalInterface
    interface Work<R> {
        R run();
    }

    /**
     * Does the work, or waits for a caller that does it.
     *
     * @throws BusyException if the wait is too long, the permit is revoked or the thread is interrupted
     */
    R run(K key, Permit permit, Work<R> work) {
        long start = nanoTime.getAsLong();
        while (true) {
            Flight<R> own = new Flight<>();
            Flight<R> present = flights.putIfAbsent(key, own);
            if (present == null) {
                return lead(key, own, work);
            }
            R result = present.await(permit, patience.toNanos() - (nanoTime.getAsLong() - start));
            if (result != null) {
                return result;
            }
        }
    }

    private R lead(K key, Flight<R> flight, Work<R> work) {
        R shareable = null;
        try {
            R result = work.run();
            shareable = shared.test(result) ? result : null;
            return result;
        } finally {
            // Before the result is published, so that a later caller starts a new flight.
            flights.remove(key, flight);
            flight.land(shareable);
        }
    }

    private static final class Flight<R> {

        private final List<CountDownLatch> followers = new ArrayList<>();
        private @Nullable R result;
        private boolean landed;

        /** Null if there is no result to share. */
        @Nullable
        R await(Permit permit, long nanos) {
            // One for each caller, because a revoked permit releases it.
            CountDownLatch end = new CountDownLatch(1);
            if (add(end) && !permit.await(end, nanos)) {
                throw new BusyException("waited too long for a check of the same credentials");
            }
            return result();
        }

        private synchronized boolean add(CountDownLatch end) {
            if (!landed) {
                followers.add(end);
            }
            return !landed;
        }

        private synchronized @Nullable R result() {
            return result;
        }

        synchronized void land(@Nullable R shareable) {
            result = shareable;
            landed = true;
            followers.forEach(CountDownLatch::countDown);
        }
    }
}
