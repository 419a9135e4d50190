package org.boundsession.store;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
     * @param token of a session that ended; null if it may still be inserted
     * @param untilMillis when the store would take the session for over by itself
     */
    private record Pending(@Nullable EndToken token, long untilMillis, long nextMillis, long pauseMillis) {

        Pending at(long millis) {
            return new Pending(token, untilMillis, millis, pauseMillis);
        }

        Pending later(long now) {
            long pause = Math.min(MAX_PAUSE_MILLIS, 2 * pauseMillis);
            return new Pending(token, untilMillis, now + pause, pause);
        }
    }

    /** Whether this node takes the session for over. */
    boolean contains(SessionKey key) {
        return !pending.isEmpty() && pending.containsKey(key);
    }

    /**
     * Ends a session, now or as soon as the store can be written; from now on this node takes it for over. Does not wait
     * for a store that cannot be written: each node on which that happens reports the end once, because a mismatch must
     * not go unreported.
     *
     * @return false if the store says that it was over already
     */
    boolean delete(StoredSession session) {
        // Not due while this call deletes: otherwise a periodic delete comes between, and this one finds nothing.
        EndToken token = EndToken.create();
        Pending underWay = new Pending(token, session.endTime(), Long.MAX_VALUE, FIRST_PAUSE_MILLIS);
        pending.put(session.key(), underWay);
        try {
            boolean ended = end(session.key(), token);
            pending.remove(session.key());
            return ended;
        } catch (StoreUnavailableException later) {
            pending.replace(session.key(), underWay, underWay.at(clock.millis()));
            return true;
        }
    }

    private boolean end(SessionKey key, EndToken token) {
        boolean ended = store.end(key, token);
        if (ended) {
            SessionEnds.discard(store, key, token);
        }
        return ended;
    }

    /** Remembers a session whose insert was not answered. */
    void deleteUnanswered(StoredSession session) {
        if (pending.size() < MAX_UNANSWERED) {
            long now = clock.millis();
            pending.put(session.key(), new Pending(null, session.expiryTime(), now, FIRST_PAUSE_MILLIS));
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
            if (isDone(key, delete.token())) {
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

    private boolean isDone(SessionKey key, @Nullable EndToken token) {
        if (token == null) {
            return store.deleteById(key);
        }
        end(key, token);
        return true;
    }

    @Override
    public String toString() {
        return "PendingDeletes";
    }
}
