package org.boundsession.store;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletes that the store has not confirmed: of sessions that ended while the store could not be written, and of
 * sessions whose insert received no response. This node treats these sessions as ended, and retries the deletes with
 * exponential backoff. Thread-safe.
 *
 * <p>An insert without a response may still be in progress, so a delete that finds no session proves nothing and is
 * retried until the session would have expired. Memory is bounded: ended sessions are at most the logins within the
 * absolute timeout. Of inserts without a response, at most {@value #MAX_UNANSWERED} are remembered, because no client
 * knows the ids of these sessions.
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
     * @param token the token of the end; null if the session may still be inserted
     * @param untilMillis the time at which the session expires in the store anyway
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

    /** Returns whether this node treats the session as ended. */
    boolean contains(SessionKey key) {
        return !pending.isEmpty() && pending.containsKey(key);
    }

    /**
     * Ends a session, now or as soon as the store can be written; from now on this node treats it as ended. If the
     * store cannot be written, this returns true without knowing whether another node ended the session first. Then
     * several nodes may report the end, because a mismatch must not go unreported.
     *
     * @return false if the store confirms that the session had ended before
     */
    boolean delete(StoredSession session) {
        // Not due while this call is in progress: a concurrent periodic delete would make this one find no session.
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

    /** Remembers a session whose insert received no response. */
    void deleteUnanswered(StoredSession session) {
        if (pending.size() < MAX_UNANSWERED) {
            long now = clock.millis();
            pending.put(session.key(), new Pending(null, session.expiryTime(), now, FIRST_PAUSE_MILLIS));
        }
    }

    /** Retries the deletes that are due. Called periodically. */
    public void complete() {
        int failures = 0;
        for (Map.Entry<SessionKey, Pending> entry : pending.entrySet()) {
            if (failures < MAX_FAILURES_A_ROUND && !complete(entry.getKey(), entry.getValue())) {
                failures++;
            }
        }
    }

    /** Returns false if the store refuses. */
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
