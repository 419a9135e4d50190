package org.boundsession.store;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers ends that the store has not executed, so that logins that succeed while it is down do not count as failures.
 * They are repeated with each {@link #deleteExpired}. Memory is bounded: what exceeds it counts until its window ends.
 * Thread-safe.
 *
 * <p>An attempt whose end has no response is not taken back again, because it would count twice as a success if the store
 * has executed it: it counts until its window ends instead.
 */
public final class RetriedEnds implements FailureCounters {

    static final int MAX_PENDING = 10_000;

    private final FailureCounters counters;
    private final BooleanSupplier storeIsUp;
    private final Queue<End> pending = new ConcurrentLinkedQueue<>();

    private record End(List<Counted> takenBack, List<Counted> cleared) {

        End only(List<Counted> some) {
            return new End(
                    takenBack.stream().filter(some::contains).toList(),
                    cleared.stream().filter(some::contains).toList());
        }

        boolean isEmpty() {
            return takenBack.isEmpty() && cleared.isEmpty();
        }
    }

    /** @param storeIsUp whether the store can be asked */
    public RetriedEnds(FailureCounters counters, BooleanSupplier storeIsUp) {
        this.counters = counters;
        this.storeIsUp = storeIsUp;
    }

    @Override
    public List<Counted> begin(List<FailureCounter> of, Duration window) {
        return counters.begin(of, window);
    }

    @Override
    public List<Duration> blocked(List<FailureCounter> of, Duration window) {
        return counters.blocked(of, window);
    }

    /** Does not wait for a store that is down. Returns nothing, because it remembers what is left. */
    @Override
    public List<Counted> end(List<Counted> takenBack, List<Counted> cleared) {
        End end = new End(takenBack, cleared);
        if (storeIsUp.getAsBoolean()) {
            complete(end);
        } else {
            remember(end);
        }
        return List.of();
    }

    private void complete(End end) {
        List<Counted> left = end.cleared();
        try {
            left = counters.end(end.takenBack(), end.cleared());
        } catch (StoreUnavailableException e) {
            if (!e.isUnreachable()) {
                left = Stream.concat(end.takenBack().stream(), left.stream()).toList();
            }
            throw e;
        } finally {
            remember(end.only(left));
        }
    }

    private synchronized void remember(End end) {
        if (!end.isEmpty() && pending.size() < MAX_PENDING) {
            pending.add(end);
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
        for (int left = pending.size(); left > 0; left--) {
            End end = pending.poll();
            if (end != null) {
                complete(end);
            }
        }
    }
}
