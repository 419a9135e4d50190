package org.boundsession.store;

import java.time.Duration;
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

        /** One call failed of a store that answers, and perhaps each one will: it is full, or lacks a privilege. */
        void storeRefused(StoreUnavailableException reason);
    }

    public FailingFastSessionStore(SessionStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    public boolean isUp() {
        return up;
    }

    /**
     * Waits until the store is down, or for that long, and probes it; for a thread that does so again and again. At once when
     * it goes down, because it may be up: one slow statement or one broken connection is all that the others may have to
     * suffer from.
     */
    public void probeOnceDown(Duration orAfter) throws InterruptedException {
        long end = System.nanoTime() + orAfter.toNanos();
        synchronized (this) {
            for (long left = orAfter.toMillis(); up && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        }
        probe();
    }

    /** Asks the store, so that whether it is up is known without a request that has to suffer from it. */
    public void probe() {
        try {
            store.findById(PROBED);
            turnUp();
        } catch (StoreUnavailableException e) {
            // Who interrupts the probe, because the application stops, is no reason to call the store down.
            if (e.isUnreachable() && !Thread.currentThread().isInterrupted()) {
                turnDown(e);
            }
        }
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
            notifyAll();
        }
    }

    /** @throws StoreUnavailableException while it is known to be down */
    void requireUp() {
        if (!up) {
            throw StoreUnavailableException.unreachable("the store is down", null);
        }
    }

    private <T> T ask(Supplier<T> question) {
        requireUp();
        try {
            return question.get();
        } catch (StoreUnavailableException e) {
            if (e.isUnreachable()) {
                turnDown(e);
            } else {
                listener.storeRefused(e);
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
    public boolean touch(StoredSession session, long accessedTime) {
        return ask(() -> store.touch(session, accessedTime));
    }

    @Override
    public long countMismatch(SessionKey key) {
        return ask(() -> store.countMismatch(key));
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return ask(() -> store.deleteById(key));
    }

    @Override
    public boolean deleteIfExpired(SessionKey key) {
        return ask(() -> store.deleteIfExpired(key));
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal) {
        return ask(() -> store.findByPrincipal(principal));
    }

    /** Does not open the circuit: if the clean-up is slow, requests are still served. */
    @Override
    public List<ExpiredSession> deleteExpired() {
        requireUp();
        return store.deleteExpired();
    }

    @Override
    public void close() {
        store.close();
    }
}
