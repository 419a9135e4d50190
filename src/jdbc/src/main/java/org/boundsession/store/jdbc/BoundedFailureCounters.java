package org.boundsession.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A bulkhead around the counters of failed logins: attempts to log in use a few connections at a time, so that a flood of
 * them leaves the others to guarded calls. An attempt that gets no permit in time is refused as during an outage, and its
 * node counts it alone. Calls of administrators and the clean-up are not limited. Thread-safe.
 */
final class BoundedFailureCounters implements FailureCounters {

    /** An eighth of our own pool, and at most half of a container's that has the usual size of eight. */
    private static final int PERMITS = SessionDatabase.CONNECTIONS / 8;

    private final FailureCounters counters;
    private final long patience;
    private final Semaphore permits = new Semaphore(PERMITS, true);

    /**
     * @param patience how long an attempt waits for a permit, without a connection; a short one would let the first burst
     *     after a start, which is slow, be counted by each node alone
     */
    BoundedFailureCounters(FailureCounters counters, Duration patience) {
        this.counters = counters;
        this.patience = patience.toNanos();
    }

    @Override
    public List<Counted> begin(List<FailureCounter> of, Duration window) {
        return permitted(() -> counters.begin(of, window));
    }

    @Override
    public List<Duration> blocked(List<FailureCounter> of, Duration window) {
        return permitted(() -> counters.blocked(of, window));
    }

    @Override
    public List<Counted> end(List<Counted> takenBack, List<Counted> cleared) {
        return permitted(() -> counters.end(takenBack, cleared));
    }

    private <T> T permitted(Supplier<T> call) {
        if (!isAcquired()) {
            throw StoreUnavailableException.failed(
                    "attempts to log in already use " + PERMITS + " of its connections", null);
        }
        try {
            return call.get();
        } finally {
            permits.release();
        }
    }

    private boolean isAcquired() {
        try {
            return permits.tryAcquire(patience, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public List<BlockedLogins> findBlocked(int max) {
        return counters.findBlocked(max);
    }

    @Override
    public int lift(String address, @Nullable String user) {
        return counters.lift(address, user);
    }

    @Override
    public void deleteExpired() {
        counters.deleteExpired();
    }
}
