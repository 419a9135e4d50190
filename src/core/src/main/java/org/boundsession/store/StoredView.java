package org.boundsession.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.boundsession.session.EndCause;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of a stored session. Each change is written immediately (write-through), so that nothing is
 * pending when the response is committed. Updates use optimistic locking; recording a proof is a touch, which does not
 * change the version. A transient session has no login, is visible to this request only and is not stored.
 *
 * <p>Thread-safe for the threads of one request.
 */
final class StoredView {

    private static final int MAX_ATTEMPTS = 20;

    private final LiveSessionStore sessions;
    private final boolean isTransient;
    private String id;
    private StoredSession stored;
    private boolean invalid;

    private StoredView(LiveSessionStore sessions, String id, StoredSession stored, boolean isTransient) {
        this.sessions = sessions;
        this.id = id;
        this.stored = stored;
        this.isTransient = isTransient;
    }

    static StoredView of(LiveSessionStore sessions, String id, StoredSession stored) {
        return new StoredView(sessions, id, stored, false);
    }

    static StoredView ofTransient(LiveSessionStore sessions, String id) {
        long now = sessions.now();
        Grant nothing = new Grant("", "", "", now, Long.MAX_VALUE);
        StoredSession session =
                new StoredSession(SessionKey.of(id), nothing, now, StoredSession.MAX_INTERVAL, 0, Map.of(), 0, "");
        return new StoredView(sessions, id, session, true);
    }

    synchronized String id() {
        return id;
    }

    boolean isTransient() {
        return isTransient;
    }

    /** Changes the id of a transient session. */
    synchronized void rename(String newId) {
        if (!isTransient) {
            throw new IllegalStateException("a stored session keeps its id");
        }
        id = newId;
    }

    /** Returns the session as it was last read or written. */
    synchronized StoredSession stored() {
        return stored;
    }

    /** Returns false after this view has ended the session or found that it has ended. */
    synchronized boolean isValid() {
        return !invalid;
    }

    synchronized void requireValid() {
        if (invalid) {
            throw new IllegalStateException("the session has ended");
        }
    }

    synchronized @Nullable Object attribute(String name) {
        requireValid();
        return stored.attributes().get(name);
    }

    synchronized void setAttribute(String name, Object value) {
        changeAttributes(attributes -> attributes.put(name, value));
    }

    synchronized void removeAttribute(String name) {
        changeAttributes(attributes -> attributes.remove(name));
    }

    @FunctionalInterface
    private interface AttributeChange {
        @Nullable
        Object applyTo(Map<String, Object> attributes);
    }

    private void changeAttributes(AttributeChange change) {
        change(session -> {
            Map<String, Object> attributes = new HashMap<>(session.attributes());
            change.applyTo(attributes);
            return session.withAttributes(attributes);
        });
    }

    synchronized void setMaxInactiveInterval(long millis) {
        change(session -> session.idlingFor(millis));
    }

    /** Optimistic locking: on a version conflict, reads the session again and retries the change. */
    private void change(UnaryOperator<StoredSession> change) {
        requireValid();
        if (isTransient) {
            stored = change.apply(stored);
            return;
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StoredSession changed = change.apply(stored);
            if (sessions.store().update(changed)) {
                stored = changed.withVersion(changed.version() + 1);
                return;
            }
            Optional<StoredSession> current = sessions.findLive(stored.key(), stored::lastAccessedTime);
            if (current.isEmpty()) {
                invalid = true;
                requireValid();
            } else {
                stored = current.get();
            }
        }
        throw StoreUnavailableException.failed("too many concurrent changes of the session", null);
    }

    /**
     * Records a proof in the store, which moves the expiry forward. A store that is up but refuses the write does not
     * fail the call: this node keeps the proof in memory, and the next request tries again.
     *
     * @param time epoch milliseconds
     * @return false if the session has ended
     */
    synchronized boolean touch(long time) {
        if (invalid) {
            return false;
        }
        try {
            invalid = !(sessions.store().touch(stored, time) || touchOnceEnded(time));
            stored = stored.accessedSince(time);
        } catch (StoreUnavailableException refused) {
            if (refused.isUnreachable()) {
                throw refused;
            }
            invalid = sessions.findLive(stored.key(), () -> time).isEmpty();
        }
        return !invalid;
    }

    /**
     * Ends a session that has expired since it was found, before the caller learns of it: another node may know of a proof
     * that the store did not record, and would go on with the session. If it has done so, the proof is recorded.
     */
    private synchronized boolean touchOnceEnded(long time) {
        Optional<StoredSession> live = sessions.findLive(stored.key(), stored::lastAccessedTime);
        if (live.isEmpty()) {
            return false;
        }
        stored = live.get();
        return sessions.store().touch(stored, time);
    }

    /** Counts a mismatch and returns the number of mismatches; 0 if the session has ended. */
    synchronized long countMismatch() {
        if (invalid) {
            return 0;
        }
        long mismatches = sessions.store().countMismatch(stored.key());
        invalid = mismatches == 0;
        stored = stored.withMismatches(mismatches);
        return mismatches;
    }

    /**
     * Ends the session in the store, for all nodes. The caller reports the end. Returns false if it had ended before.
     * If the store does not respond, this throws; if the session has ended nevertheless, its end is reported later
     * with this cause.
     */
    synchronized boolean end(EndCause cause) {
        boolean ended = !invalid && (isTransient || sessions.end(stored, cause));
        invalid = true;
        return ended;
    }

    /**
     * Ends the session on this node immediately, and in the store as soon as it can be written. Does not fail. Returns
     * false if the session had ended before.
     */
    synchronized boolean destroy() {
        boolean ended = !invalid && (isTransient || sessions.destroy(stored));
        invalid = true;
        return ended;
    }

    @Override
    public String toString() {
        return "StoredView";
    }
}
