package org.boundsession.store;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.boundsession.binding.EndCause;

/**
 * The live sessions of a store, as this node sees them. It reports what ends, and does not find again what has ended here.
 * Thread-safe.
 */
public final class LiveSessionStore {

    /** A total order that no access moves: of two logins at the same time, both nodes agree on who is the later one. */
    private static final Comparator<StoredSession> OPENING = Comparator.comparingLong(StoredSession::creationTime)
            .thenComparing(session -> session.key().hex());

    private final FailingFastSessionStore store;
    private final PendingDeletes pending;
    private final SessionEnds ends;
    private final Clock clock;

    public LiveSessionStore(FailingFastSessionStore store, PendingDeletes pending, SessionEnds ends, Clock clock) {
        this.store = store;
        this.pending = pending;
        this.ends = ends;
        this.clock = clock;
    }

    /**
     * The live session of a genuine id.
     *
     * @throws StoreUnavailableException if nothing is known of it
     */
    Optional<StoredSession> find(SessionKey key) {
        return pending.contains(key) ? Optional.empty() : findLive(key);
    }

    /** The session of that key if it lives; one that has expired is ended. */
    Optional<StoredSession> findLive(SessionKey key) {
        Optional<StoredSession> found = store.findById(key);
        if (found.isEmpty() || !found.get().isOverAt(now())) {
            return found;
        }
        // Before anybody is told: otherwise a touch that is under way could revive it.
        if (expire(found.get())) {
            return Optional.empty();
        }
        return store.findById(key).filter(revived -> !revived.isOverAt(now()));
    }

    private boolean expire(StoredSession over) {
        try {
            return ends.expire(over);
        } catch (StoreUnavailableException refused) {
            if (refused.isUnreachable()) {
                throw refused;
            }
            // A store that takes no writes takes no touch either.
            return true;
        }
    }

    /** False while the store is known to be down. */
    boolean isUp() {
        return store.isUp();
    }

    /** @throws StoreUnavailableException while the store is known to be down: what needs it later need not begin */
    void requireUp() {
        store.requireUp();
    }

    SessionStore store() {
        return store;
    }

    long now() {
        return clock.millis();
    }

    void insert(StoredSession session) {
        requireUp();
        try {
            store.insert(session);
        } catch (StoreUnavailableException unanswered) {
            pending.deleteUnanswered(session);
            throw unanswered;
        }
    }

    /** Ends it in the store. The caller reports it. False if it was over already. */
    boolean end(StoredSession session, EndCause cause) {
        return ends.end(session, cause);
    }

    /** Reports an end, unless this node has reported one of that session, and returns whether it did. */
    boolean report(StoredSession session, EndCause cause) {
        return ends.report(session, cause);
    }

    /** Ends it on this node at once, and in the store as soon as possible. False if it was over already. */
    boolean destroy(StoredSession session) {
        return pending.delete(session);
    }

    /**
     * Ends the least recently used of the user's older sessions until, with this one and those opened after it, so many are
     * left. False if this one must go, or has gone, for those.
     */
    boolean endOlderOver(int sessionsPerUser, StoredSession opened) {
        List<StoredSession> live = store.findByPrincipal(opened.principal()).stream()
                .filter(session -> !pending.contains(session.key()))
                .toList();
        List<StoredSession> older = live.stream()
                .filter(session -> OPENING.compare(session, opened) < 0)
                .toList();
        int kept = live.size() - older.size();
        if (kept > sessionsPerUser
                || live.stream().noneMatch(session -> session.key().equals(opened.key()))) {
            return false;
        }
        older.stream().skip(sessionsPerUser - kept).forEach(session -> ends.endAndReport(session, EndCause.QUOTA));
        return true;
    }
}
