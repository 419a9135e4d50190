package org.boundsession.store;

import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Makes HttpSessions of what a store keeps, and new ones. Thread-safe; what it makes is one request's.
 */
public final class StoredSessions {

    private final FailingFastSessionStore store;
    private final SignedIds ids;
    private final ServletContext context;
    private final BiConsumer<SessionKey, String> displaced;
    private final Clock clock;

    /** @param displaced is told key and user of a session that another one of its user took the place of */
    public StoredSessions(
            FailingFastSessionStore store,
            SignedIds ids,
            ServletContext context,
            BiConsumer<SessionKey, String> displaced,
            Clock clock) {
        this.store = store;
        this.ids = ids;
        this.context = context;
        this.displaced = displaced;
        this.clock = clock;
    }

    /** Whether it can be one of ours; no store is asked. */
    public boolean isGenuine(String id) {
        return ids.verify(id);
    }

    /**
     * The live session of a genuine id.
     *
     * @throws StoreUnavailableException where nothing is known of it
     */
    public Optional<StoredHttpSession> findById(String id) {
        return store.findById(SessionKey.of(id)).map(found -> StoredHttpSession.found(this, id, found));
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

    void displaced(SessionKey key, String user) {
        displaced.accept(key, user);
    }
}
