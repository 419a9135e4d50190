package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.boundsession.binding.OnceAMinute;
import org.boundsession.binding.SessionEvents;

/**
 * A circuit breaker: spares callers the wait for a store that is known to be down: the first one who cannot reach it finds out, all others are
 * refused at once, until a probe reaches it again. Thread-safe; while the store is up it costs a volatile read.
 */
public final class FailingFastSessionStore implements SessionStore {

    private static final Logger LOG = System.getLogger(FailingFastSessionStore.class.getName());
    private static final SessionKey PROBED = new SessionKey("0".repeat(64));

    private final SessionStore store;
    private final SessionEvents events;
    private final OnceAMinute refusal = new OnceAMinute();
    private volatile boolean up = true;

    public FailingFastSessionStore(SessionStore store, SessionEvents events) {
        this.store = store;
        this.events = events;
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
            LOG.log(Level.INFO, "The session store is back");
            events.storeUp();
        }
    }

    private synchronized void turnDown(StoreUnavailableException reason) {
        if (up) {
            up = false;
            LOG.log(Level.ERROR, "The session store is down: requests are answered 503 until it is back", reason);
            events.storeDown(String.valueOf(reason.getMessage()));
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
                logRefusal(e);
            }
            throw e;
        }
    }

    /**
     * One call failed of a store that answers, and perhaps each one will: it is full, or lacks a privilege. Without the
     * cause: what a database says of a row may quote it.
     */
    private void logRefusal(StoreUnavailableException reason) {
        if (refusal.isDue()) {
            LOG.log(Level.WARNING, "Requests are answered 503 because {0}", reason.getMessage());
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
    public boolean end(SessionKey key, EndToken token) {
        return ask(() -> store.end(key, token));
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        return ask(() -> store.endIfExpired(key, token));
    }

    @Override
    public EndState endState(SessionKey key, EndToken token) {
        return ask(() -> store.endState(key, token));
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal) {
        return ask(() -> store.findByPrincipal(principal));
    }

    /** Does not open the circuit: if the clean-up is slow, requests are still served. */
    @Override
    public List<ExpiredSession> findExpired() {
        requireUp();
        return store.findExpired();
    }

    /** Does not open the circuit either. */
    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        requireUp();
        return store.endExpired(found, token);
    }

    /** Does not open the circuit either: nobody depends on it. */
    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        requireUp();
        store.deleteEnded(keys, token);
    }

    @Override
    public void close() {
        store.close();
    }
}
