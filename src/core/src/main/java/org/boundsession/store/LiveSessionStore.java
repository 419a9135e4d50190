package org.boundsession.store;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionQuery;

/**
 * The live sessions of a store, as this node sees them. It ends expired sessions when it finds them, reports ends, and
 * never returns a session that has ended on this node. Thread-safe.
 */
public final class LiveSessionStore {

    /**
     * A total order that is independent of accesses, so that two nodes with concurrent logins agree on the later one.
     */
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
     * Finds the live session with this key.
     *
     * @param known the accesses that this node knows, also if the store refused to record them
     * @throws StoreUnavailableException if the store cannot be read
     */
    Optional<StoredSession> find(SessionKey key, LongSupplier known) {
        return pending.contains(key) ? Optional.empty() : findLive(key, known);
    }

    /** Finds the session with this key if it is live; one that has expired is ended. */
    Optional<StoredSession> findLive(SessionKey key, LongSupplier known) {
        Optional<StoredSession> found = store.findById(key);
        if (found.isEmpty() || !found.get().isOverAt(now())) {
            return found;
        }
        StoredSession accessed = found.get().accessedSince(known.getAsLong());
        if (!accessed.isOverAt(now())) {
            return Optional.of(accessed);
        }
        // Ended before the caller learns of it: otherwise a concurrent touch could extend the session.
        if (expire(accessed)) {
            return Optional.empty();
        }
        return store.findById(key).filter(revived -> !revived.isOverAt(now()));
    }

    private boolean expire(StoredSession over) {
        try {
            return ends.expire(over);
        } catch (StoreUnavailableException refused) {
            // Before the absolute end nothing is known: another node may have a proof that could not be recorded.
            if (refused.isUnreachable() || now() < over.endTime()) {
                throw refused;
            }
            return true;
        }
    }

    /** Finds one page of live sessions, see {@link SessionStore#list}. */
    StoredPage list(SessionQuery query) {
        StoredPage page = store.list(query);
        return new StoredPage(
                page.sessions().stream()
                        .filter(session -> !pending.contains(session.key()))
                        .toList(),
                page.next());
    }

    /** Returns false while the circuit breaker is open. */
    boolean isUp() {
        return store.isUp();
    }

    /** Returns whether sessions can be read and written. */
    boolean isReady() {
        return store.isReady();
    }

    boolean isClockSkewed() {
        return store.isClockSkewed();
    }

    /** @throws StoreUnavailableException while the circuit breaker is open, so that a caller fails fast */
    void requireUp() {
        store.requireUp();
    }

    /** Returns what records the proofs of signed requests for all nodes; empty if the store has none. */
    public Optional<ProofStore> proofs() {
        return store.proofs();
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

    /** Ends the session in the store. The caller reports the end. Returns false if the session had ended before. */
    boolean end(StoredSession session, EndCause cause) {
        return ends.end(session, cause);
    }

    /** Reports an end, unless this node has reported one of the same session. Returns whether it did. */
    boolean report(StoredSession session, EndCause cause) {
        return ends.report(session, cause);
    }

    /**
     * Ends the session on this node immediately, and in the store as soon as possible. Returns false if it had ended
     * before.
     */
    boolean destroy(StoredSession session) {
        return pending.delete(session);
    }

    /**
     * Enforces the limit of sessions per user: ends the least recently used of the user's sessions that are older than
     * the one just opened. Returns false if so many sessions were opened after it that this one exceeds the limit, or
     * has been ended for them. Of a user with thousands of sessions, each login ends a batch.
     */
    boolean endOlderOver(int sessionsPerUser, StoredSession opened) {
        List<StoredSession> live =
                store.findByPrincipal(opened.principal(), sessionsPerUser + SessionStore.BATCH).stream()
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
