package org.boundsession.store;

import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.SessionEvents;

/**
 * Makes HttpSessions of what a store keeps, and new ones. Thread-safe; what it makes is one request's.
 */
public final class StoredSessions {

    /** A total order that no access moves: of two logins at the same time, both nodes agree on who is the later one. */
    private static final Comparator<StoredSession> OPENING = Comparator.comparingLong(StoredSession::creationTime)
            .thenComparing(session -> session.key().hex());

    private final FailingFastSessionStore store;
    private final SignedIds ids;
    private final ServletContext context;
    private final PendingDeletes pending;
    private final SessionEvents events;
    private final Clock clock;

    public StoredSessions(
            FailingFastSessionStore store,
            SignedIds ids,
            ServletContext context,
            PendingDeletes pending,
            SessionEvents events,
            Clock clock) {
        this.store = store;
        this.ids = ids;
        this.context = context;
        this.pending = pending;
        this.events = events;
        this.clock = clock;
    }

    /** Whether it can be one of ours; no store is asked. */
    public boolean isGenuine(String id) {
        return ids.verify(id);
    }

    /**
     * The live session of a genuine id.
     *
     * @throws StoreUnavailableException if nothing is known of it
     */
    public Optional<StoredHttpSession> findById(String id) {
        SessionKey key = SessionKey.of(id);
        return pending.contains(key)
                ? Optional.empty()
                : findLive(key).map(found -> StoredHttpSession.found(this, id, found));
    }

    /** The session of that key if it lives; one that is over is deleted. */
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
            boolean first = store.deleteIfExpired(over.key());
            if (first) {
                events.ended(over.key().hex(), over.principal(), EndCause.EXPIRED);
            }
            return first;
        } catch (StoreUnavailableException refused) {
            if (refused.isUnreachable()) {
                throw refused;
            }
            // A store that takes no writes takes no touch either.
            return true;
        }
    }

    /**
     * A session of this request only, until it is persisted.
     *
     * @param whenPersisted is given the id that the client has to be told
     */
    public StoredHttpSession create(Consumer<String> whenPersisted) {
        return StoredHttpSession.fresh(this, whenPersisted);
    }

    /** False while the store is known to be down. */
    public boolean isUp() {
        return store.isUp();
    }

    /** @throws StoreUnavailableException while the store is known to be down: what needs it later need not begin */
    public void requireUp() {
        store.requireUp();
    }

    SessionStore store() {
        return store;
    }

    String newId() {
        return ids.create();
    }

    ServletContext context() {
        return context;
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
        older.stream().skip(sessionsPerUser - kept).forEach(this::displace);
        return true;
    }

    private void displace(StoredSession session) {
        if (store.deleteById(session.key())) {
            events.ended(session.key().hex(), session.principal(), EndCause.QUOTA);
        }
    }
}
