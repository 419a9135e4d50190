package org.boundsession.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Spares callers the wait for a store that is known to be down: the first one who cannot reach it finds out, all others are
 * refused at once, until a probe reaches it again. Thread-safe; while the store is up it costs a volatile read.
 */
public final class FailingFastSessionStore implements SessionStore {

    private static final SessionKey PROBED = new SessionKey("0".repeat(64));

    private final SessionStore store;
    private final Listener listener;
    private volatile boolean up = true;

    /** Is told when the store goes down and when it is back; each once, in turn. Must not throw. */
    public interface Listener {
        void storeIsDown(StoreUnavailableException reason);

        void storeIsUp();
    }

    public FailingFastSessionStore(SessionStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    public boolean isUp() {
        return up;
    }

    /** Tries to reach a store that is down; for a periodic call. One that is up is left alone. */
    public void probe() {
        if (up) {
            return;
        }
        try {
            store.findById(PROBED);
        } catch (StoreUnavailableException stillDown) {
            return;
        }
        turnUp();
    }

    private synchronized void turnUp() {
        if (!up) {
            up = true;
            listener.storeIsUp();
        }
    }

    private synchronized void turnDown(StoreUnavailableException reason) {
        if (up) {
            up = false;
            listener.storeIsDown(reason);
        }
    }

    private <T> T ask(Supplier<T> question) {
        if (!up) {
            throw StoreUnavailableException.unreachable("the store is down", null);
        }
        try {
            return question.get();
        } catch (StoreUnavailableException e) {
            if (e.isUnreachable()) {
                turnDown(e);
            }
            throw e;
        }
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        return ask(() -> store.findById(key));
    }

    @Override
    public void insert(StoredSession session) {
        ask(() -> {
            store.insert(session);
            return session;
        });
    }

    @Override
    public boolean update(StoredSession session) {
        return ask(() -> store.update(session));
    }

    @Override
    public void touch(StoredSession session, long accessedTime) {
        ask(() -> {
            store.touch(session, accessedTime);
            return session;
        });
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return ask(() -> store.deleteById(key));
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal) {
        return ask(() -> store.findByPrincipal(principal));
    }

    @Override
    public int deleteExpired() {
        return ask(store::deleteExpired);
    }

    @Override
    public void close() {
        store.close();
    }
}
