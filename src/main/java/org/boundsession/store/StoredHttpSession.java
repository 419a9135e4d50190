package org.boundsession.store;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.boundsession.binding.BoundAttributes;
import org.boundsession.binding.ExternalSession;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of a session in a store. What binds it are attributes here like any other, but once it is stored they
 * cannot be changed, because they are sealed. Each change of a persisted session is written at once, so that nothing is left
 * to do when the response is committed; the time of the last proof is written as a touch, which raises no version.
 *
 * <p>Thread-safe for the threads of one request.
 */
public final class StoredHttpSession implements ExternalSession {

    private static final int MAX_ATTEMPTS = 20;

    private final StoredSessions sessions;
    private final @Nullable Consumer<String> whenPersisted;
    private String id;
    private StoredSession stored;
    private boolean persisted;
    private boolean invalid;
    private boolean released;

    private StoredHttpSession(
            StoredSessions sessions,
            @Nullable Consumer<String> whenPersisted,
            String id,
            StoredSession stored,
            boolean persisted) {
        this.sessions = sessions;
        this.whenPersisted = whenPersisted;
        this.id = id;
        this.stored = stored;
        this.persisted = persisted;
    }

    static StoredHttpSession found(StoredSessions sessions, String id, StoredSession stored) {
        return new StoredHttpSession(sessions, null, id, stored, true);
    }

    static StoredHttpSession fresh(StoredSessions sessions, Consumer<String> whenPersisted) {
        long now = sessions.now();
        String id = sessions.newId();
        Grant grant = new Grant("", "", "", now, Long.MAX_VALUE);
        StoredSession stored =
                new StoredSession(SessionKey.of(id), grant, now, StoredSession.MAX_INTERVAL, 0, Map.of(), 0, "");
        return new StoredHttpSession(sessions, whenPersisted, id, stored, false);
    }

    @Override
    public synchronized void persist() {
        requireValid();
        if (persisted || whenPersisted == null) {
            throw new IllegalStateException("the session is stored already");
        }
        sessions.insert(stored);
        persisted = true;
        stored = stored.withVersion(1);
        whenPersisted.accept(id);
    }

    @Override
    public synchronized void release() {
        released = true;
    }

    @Override
    public synchronized long increment(String attribute) {
        if (!attribute.equals(BoundAttributes.MISMATCHES)) {
            throw new IllegalArgumentException(attribute + ": is not counted");
        }
        requireValid();
        long mismatches = sessions.store().countMismatch(stored.key());
        invalid = mismatches == 0;
        requireValid();
        stored = stored.withMismatches(mismatches);
        return mismatches;
    }

    @Override
    public synchronized boolean endOlderOver(int sessionsPerUser) {
        return sessions.endOlderOver(sessionsPerUser, stored);
    }

    /** Gives a session that is not stored yet another id. */
    public synchronized String rename() {
        if (persisted) {
            throw new IllegalStateException("a stored session keeps its id");
        }
        id = sessions.newId();
        stored = stored.withKey(SessionKey.of(id));
        return id;
    }

    @Override
    public synchronized long getCreationTime() {
        requireValid();
        return stored.creationTime();
    }

    @Override
    public synchronized String getId() {
        return id;
    }

    @Override
    public synchronized long getLastAccessedTime() {
        requireValid();
        return stored.lastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return sessions.context();
    }

    @Override
    public synchronized void setMaxInactiveInterval(int seconds) {
        change(session ->
                session.idlingFor(seconds <= 0 ? StoredSession.MAX_INTERVAL : TimeUnit.SECONDS.toMillis(seconds)));
    }

    @Override
    public synchronized int getMaxInactiveInterval() {
        return (int) TimeUnit.MILLISECONDS.toSeconds(stored.maxInactiveInterval());
    }

    @Override
    public synchronized @Nullable Object getAttribute(String name) {
        requireValid();
        return switch (name) {
            case BoundAttributes.HASH -> textOrNull(stored.grant().binding());
            case BoundAttributes.USER -> textOrNull(stored.principal());
            case BoundAttributes.ROLES -> stored.grant().roles();
            case BoundAttributes.END -> stored.endTime();
            case BoundAttributes.LAST_PROOF -> stored.lastAccessedTime();
            case BoundAttributes.MISMATCHES -> stored.mismatches();
            default -> stored.attributes().get(name);
        };
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public synchronized Enumeration<String> getAttributeNames() {
        requireValid();
        return Collections.enumeration(new TreeSet<>(stored.attributes().keySet()));
    }

    /**
     * @throws IllegalArgumentException for what a store does not keep (anything but strings, numbers and booleans), and for
     *     what binds a session that is stored already
     */
    @Override
    public synchronized void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        if (!StoredSession.isData(value)) {
            throw new IllegalArgumentException(name + ": must be a String, Long, Double or Boolean");
        }
        switch (name) {
            case BoundAttributes.HASH -> grant(name, stored.grant().withBinding((String) value));
            case BoundAttributes.USER -> grant(name, stored.grant().withPrincipal((String) value));
            case BoundAttributes.ROLES -> grant(name, stored.grant().withRoles((String) value));
            case BoundAttributes.END -> grant(name, stored.grant().endingAt((Long) value));
            case BoundAttributes.LAST_PROOF -> accessAt((Long) value);
            case BoundAttributes.MISMATCHES -> throw new IllegalArgumentException(name + ": is counted by the store");
            default -> change(session -> session.withAttributes(with(session, name, value)));
        }
    }

    private void grant(String name, Grant grant) {
        requireValid();
        if (persisted) {
            throw new IllegalArgumentException(name + ": is sealed");
        }
        stored = stored.withGrant(grant);
    }

    private static Map<String, Object> with(StoredSession session, String name, Object value) {
        Map<String, Object> attributes = new HashMap<>(session.attributes());
        attributes.put(name, value);
        return attributes;
    }

    @Override
    public synchronized void removeAttribute(String name) {
        change(session -> {
            Map<String, Object> attributes = new HashMap<>(session.attributes());
            attributes.remove(name);
            return session.withAttributes(attributes);
        });
    }

    private void accessAt(long time) {
        requireValid();
        if (persisted) {
            touch(time, 0);
            requireValid();
        } else {
            stored = stored.withGrant(stored.grant().createdAt(time)).accessedAt(time);
        }
    }

    @Override
    public synchronized boolean touch(long time, long toleratedMillis) {
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

    @Override
    public synchronized boolean destroy() {
        boolean ended = !invalid && (!persisted || sessions.destroy(stored));
        invalid = true;
        return ended;
    }

    @FunctionalInterface
    private interface Change {
        StoredSession applyTo(StoredSession session);
    }

    /** Optimistic locking: on a conflict, reads the session again and repeats the change. */
    private void change(Change change) {
        requireValid();
        if (!persisted) {
            stored = change.applyTo(stored);
            return;
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StoredSession changed = change.applyTo(stored);
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

    @Override
    public synchronized void invalidate() {
        requireValid();
        boolean ended = !persisted || sessions.store().deleteById(stored.key());
        invalid = true;
        if (!ended) {
            requireValid();
        }
    }

    @Override
    public synchronized boolean isNew() {
        requireValid();
        return whenPersisted != null;
    }

    /** False once it was invalidated or released through this view. */
    public synchronized boolean isValid() {
        return !invalid && !released;
    }

    private void requireValid() {
        if (invalid) {
            throw new IllegalStateException("the session is over");
        }
    }

    @Override
    public String toString() {
        return "StoredHttpSession";
    }
}
