package org.boundsession.bulkhead;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A bulkhead with fair shares: it limits how many requests do one kind of work concurrently, waiting included. Among
 * the callers of one standing, no origin and no user holds more than a share of the permits, so that the rest stays
 * available to others. If a share or the capacity is exhausted, a new caller displaces one from the group that holds
 * the most permits (longest queue drop), or is refused. The standings are the outermost groups, so that any number of
 * new callers leaves permits to known ones. Thread-safe; the lock is held for bookkeeping only.
 */
public final class FairBulkhead {

    /** The number of callers of one origin or user that may wait. */
    static final int SHARE = 32;

    /** The number of shares. Together they leave most threads of a container free. */
    static final int SHARES = 4;

    /** A share belongs to a standing and an outermost origin, or to a standing and a user. */
    private static final int SHARING_KEYS = 2;

    private final int capacity;
    private final int share;
    private final FairQueue<Permit> byOrigin = new FairQueue<>();
    private final FairQueue<Permit> byUser = new FairQueue<>();
    private final LongAdder refused = new LongAdder();

    /**
     * @param capacity the total number of permits
     * @param share the maximum number of permits for one outermost origin, and for one user, of one standing
     */
    public FairBulkhead(int capacity, int share) {
        if (share < 1 || capacity < share) {
            throw new IllegalArgumentException("capacity, share: " + capacity + ", " + share);
        }
        this.capacity = capacity;
        this.share = share;
    }

    /**
     * Returns a bulkhead in which 32 callers of one origin may wait while {@code working} others of it do their work.
     */
    public static FairBulkhead withRoomBeside(int working) {
        return new FairBulkhead(SHARES * SHARE + working, SHARE + working);
    }

    /**
     * Acquires a permit without waiting. This may revoke the permit of another caller that waits.
     *
     * @throws BusyException if the caller's share or the capacity is exhausted and no other caller can be displaced
     */
    public Permit acquire(Caller caller) {
        Permit permit = new Permit(this, caller);
        replace(permit).forEach(Permit::revoke);
        return permit;
    }

    private synchronized Set<Permit> replace(Permit permit) {
        Set<Permit> displaced = displacedBy(permit.caller());
        displaced.forEach(this::release);
        byOrigin.add(permit.caller().byOrigin(), permit);
        byUser.add(permit.caller().byUser(), permit);
        return displaced;
    }

    private Set<Permit> displacedBy(Caller caller) {
        Set<Permit> displaced = new LinkedHashSet<>();
        displaceOfFullShare(byOrigin, caller.byOrigin(), displaced);
        displaceOfFullShare(byUser, caller.byUser(), displaced);
        if (displaced.isEmpty() && byOrigin.size() >= capacity) {
            displaced.add(required(byOrigin.displacedBy(caller.byOrigin())));
        }
        return displaced;
    }

    private void displaceOfFullShare(FairQueue<Permit> queue, List<String> path, Set<Permit> displaced) {
        if (queue.sizeOf(path.subList(0, SHARING_KEYS)) >= share) {
            displaced.add(required(queue.displacedBy(path, SHARING_KEYS)));
        }
    }

    private Permit required(@Nullable Permit displaced) {
        if (displaced == null) {
            refused.increment();
            throw new BusyException("too many concurrent requests");
        }
        return displaced;
    }

    /** Returns how many callers have been refused so far. A displaced caller is not among them. */
    public long refused() {
        return refused.sum();
    }

    /** Idempotent; does nothing for a permit that was revoked or released before. */
    synchronized void release(Permit permit) {
        byOrigin.remove(permit.caller().byOrigin(), permit);
        byUser.remove(permit.caller().byUser(), permit);
    }
}
