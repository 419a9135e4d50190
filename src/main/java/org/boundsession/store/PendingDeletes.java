package org.boundsession.store;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions that must not be in the store, but perhaps are: those that ended while the store could not be written, and those
 * whose insert was not answered. This node takes them for over, and deletes them as soon as it can. Thread-safe.
 *
 * <p>An insert that was not answered may still be under way, so deleting nothing proves nothing: it is tried again until
 * the session would have expired. At most as many ended sessions are remembered as there were logins within the absolute
 * lifetime; of unanswered inserts at most {@value #MAX_UNANSWERED} are remembered, because no client knows their ids.
 */
public final class PendingDeletes {

    private static final int MAX_UNANSWERED = 100_000;
    private static final int MAX_FAILURES_A_ROUND = 10;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long MAX_PAUSE_MILLIS = 5_000;

    private final Map<SessionKey, Pending> pending = new ConcurrentHashMap<>();
    private final SessionStore store;
    private final Clock clock;

    public PendingDeletes(SessionStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param untilMillis when the store would take the session for over by itself
     * @param unanswered whether the session may still be inserted
     */
    private record Pending(long untilMillis, boolean unanswered, long nextMillis, long pauseMillis) {

        Pending at(long millis) {
            return new Pending(untilMillis, unanswered, millis, pauseMillis);
        }

        Pending later(long now) {
            long pause = Math.min(MAX_PAUSE_MILLIS, 2 * pauseMillis);
            return new Pending(untilMillis, unanswered, now + pause, pause);
        }
    }

    /** Whether this node takes the session for over. */
    boolean contains(SessionKey key) {
        return !pending.isEmpty() && pending.containsKey(key);
    }

    /**
     * Ends a session, now or as soon as the store can be written; from now on this node takes it for over.
     *
     * @return false if the store says that it was over already
     */
    boolean delete(StoredSession session) {
        // Not due while this call deletes: otherwise a periodic delete comes between, and this one finds nothing.
        Pending underWay = new Pending(session.endTime(), false, Long.MAX_VALUE, FIRST_PAUSE_MILLIS);
        pending.put(session.key(), underWay);
        try {
            boolean present = store.deleteById(session.key());
            pending.remove(session.key());
            return present;
        } catch (StoreUnavailableException later) {
            pending.replace(session.key(), underWay, underWay.at(clock.millis()));
            return true;
        }
    }

    /** Remembers a session whose insert was not answered. */
    void deleteUnanswered(StoredSession session) {
        if (pending.size() < MAX_UNANSWERED) {
            long now = clock.millis();
            pending.put(session.key(), new Pending(session.expiryTime(), true, now, FIRST_PAUSE_MILLIS));
        }
    }

    /** Deletes what can be deleted by now; for a periodic call. */
    public void complete() {
        int failures = 0;
        for (Map.Entry<SessionKey, Pending> entry : pending.entrySet()) {
            if (failures < MAX_FAILURES_A_ROUND && !complete(entry.getKey(), entry.getValue())) {
                failures++;
            }
        }
    }

    /** False if the store refuses. */
    private boolean complete(SessionKey key, Pending delete) {
        long now = clock.millis();
        if (now >= delete.untilMillis()) {
            pending.remove(key, delete);
            return true;
        }
        return now < delete.nextMillis() || attempt(key, delete, now);
    }

    private boolean attempt(SessionKey key, Pending delete, long now) {
        try {
            if (store.deleteById(key) || !delete.unanswered()) {
                pending.remove(key, delete);
            } else {
                pending.replace(key, delete, delete.later(now));
            }
            return true;
        } catch (StoreUnavailableException refused) {
            pending.replace(key, delete, delete.later(now));
            return false;
        }
    }

    @Override
    public String toString() {
        return "PendingDeletes";
    }
}
