package org.boundsession.binding;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests are in one kind of work at the same time, waiting included, and shares the places fairly: among
 * the callers of one standing, no origin and no user holds more than a share, so that the rest stays free for others. If a
 * share or the whole is used up, a new caller displaces one of the group that holds the most within it (longest queue drop),
 * or is refused. Of the whole, the standings are the outermost groups: newcomers, however many, leave places to known
 * callers. Thread-safe; the lock is held for bookkeeping only.
 */
public final class FairBulkhead {

    /** How many of one origin or user may wait. */
    static final int SHARE = 32;

    /** How many shares there are: together they leave most threads of a container free. */
    static final int SHARES = 4;

    /** A share is one of a standing and an outermost origin, or of a standing and a user. */
    private static final int SHARING_KEYS = 2;

    private final int capacity;
    private final int share;
    private final FairQueue<Permit> byOrigin = new FairQueue<>();
    private final FairQueue<Permit> byUser = new FairQueue<>();

    /**
     * @param capacity permits in all
     * @param share permits of one outermost origin and of one user, in one standing
     */
    public FairBulkhead(int capacity, int share) {
        if (share < 1 || capacity < share) {
            throw new IllegalArgumentException("capacity, share: " + capacity + ", " + share);
        }
        this.capacity = capacity;
        this.share = share;
    }

    /** A bulkhead in which 32 of one origin may wait while {@code working} more of it work. */
    public static FairBulkhead withRoomBeside(int working) {
        return new FairBulkhead(SHARES * SHARE + working, SHARE + working);
    }

    /**
     * Takes a place, without waiting.
     *
     * @throws BusyException if the caller's share is used up, or all places are taken
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

    private static Permit required(@Nullable Permit displaced) {
        if (displaced == null) {
            throw new BusyException("too many at once");
        }
        return displaced;
    }

    /** Does nothing if it was revoked or released before. */
    synchronized void release(Permit permit) {
        byOrigin.remove(permit.caller().byOrigin(), permit);
        byUser.remove(permit.caller().byUser(), permit);
    }
}
