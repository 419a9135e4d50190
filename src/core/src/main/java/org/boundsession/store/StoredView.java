package org.boundsession.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.boundsession.binding.EndCause;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of a session in a store. Each change is written at once, so that nothing is left to do when the
 * response is committed; the time of the last proof is written as a touch, which raises no version. A transient session,
 * which nobody has logged in to, is this request's only and is stored nowhere.
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

    /** Gives a transient session another id. */
    synchronized void rename(String newId) {
        if (!isTransient) {
            throw new IllegalStateException("a stored session keeps its id");
        }
        id = newId;
    }

    /** The session as it was last seen. */
    synchronized StoredSession stored() {
        return stored;
    }

    /** False once it was ended through this view. */
    synchronized boolean isValid() {
        return !invalid;
    }

    synchronized void requireValid() {
        if (invalid) {
            throw new IllegalStateException("the session is over");
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

    /** Optimistic locking: on a conflict, reads the session again and repeats the change. */
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
            Optional<StoredSession> current = sessions.findLive(stored.key());
            if (current.isEmpty()) {
                invalid = true;
                requireValid();
            } else {
                stored = current.get();
            }
        }
        throw StoreUnavailableException.failed("too many changed the session at the same time", null);
    }

    /**
     * Records a proof in the store, which moves the expiry forward. If the store refuses the write, it is enough that the
     * recorded time is hardly older and that the session lives.
     *
     * @param time epoch milliseconds
     * @param toleratedMillis how much older than {@code time} the recorded time may be if the store refuses the write
     * @return false if the session is over
     */
    synchronized boolean touch(long time, long toleratedMillis) {
        if (invalid) {
            return false;
        }
        try {
            invalid = !sessions.store().touch(stored, time);
            stored = stored.accessedAt(Math.max(time, stored.lastAccessedTime()));
        } catch (StoreUnavailableException refused) {
            if (refused.isUnreachable() || time - stored.lastAccessedTime() > toleratedMillis) {
                throw refused;
            }
            invalid = sessions.findLive(stored.key()).isEmpty();
        }
        return !invalid;
    }

    /** Counts a mismatch and returns their number; 0 if the session is over. */
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
     * Ends it in the store, for everyone. The caller reports it. If the store does not answer, that is an exception, and if
     * the session has ended all the same, it is reported later with this cause. False if it was over already.
     */
    synchronized boolean end(EndCause cause) {
        boolean ended = !invalid && (isTransient || sessions.end(stored, cause));
        invalid = true;
        return ended;
    }

    /**
     * Ends it on this node at once, and in the store now or as soon as the store can be written. Does not fail. False if it
     * was over already.
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
