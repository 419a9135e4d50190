package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionQuery;

/**
 * A circuit breaker around a store. The first call that cannot reach the store opens the circuit; while it is open,
 * all calls fail immediately instead of waiting for a timeout, until a periodic probe reaches the store and closes the
 * circuit. Thread-safe; while the circuit is closed, it costs a volatile read.
 */
public final class FailingFastSessionStore implements SessionStore {

    private static final Logger LOG = System.getLogger(FailingFastSessionStore.class.getName());

    private final SessionStore store;
    private final SessionEvents events;
    private final ClockSkew skew;
    private final Refusals refused = new Refusals("Requests are answered 503 because {0}");
    private final Refusals refusedTouch = new Refusals(
            "The last access of sessions cannot be recorded: this node goes on with them, and other nodes may find them"
                    + " expired, because {0}");
    private volatile boolean up = true;
    private volatile boolean writable = true;

    /** @param clock this node's clock, which is compared with that of the store */
    public FailingFastSessionStore(SessionStore store, SessionEvents events, Clock clock) {
        this.store = store;
        this.events = events;
        this.skew = new ClockSkew(clock);
    }

    public boolean isUp() {
        return up;
    }

    /**
     * Returns whether the last probe could read and write. A store that can only be read serves sessions, but no
     * login.
     */
    public boolean isReady() {
        return up && writable;
    }

    /** Returns whether the clock of this node differs from that of the store by more than five seconds. */
    boolean isClockSkewed() {
        return skew.isExceeded();
    }

    /**
     * Waits until the circuit opens, at most for the given time, and then checks the store. Called in a loop by one
     * thread. The first check follows immediately, because the store may be up: a single slow statement or broken
     * connection opens the circuit too.
     */
    public void checkOnceDown(Duration orAfter) throws InterruptedException {
        long end = System.nanoTime() + orAfter.toNanos();
        synchronized (this) {
            for (long left = orAfter.toMillis(); up && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        }
        check();
    }

    /**
     * Probes the store, and closes or opens the circuit by the result. So an outage is detected, and ends, without a
     * request that has to wait for a timeout. Throws nothing.
     */
    public void check() {
        try {
            skew.measure(store::probe);
            turnUp();
            acceptWrites();
        } catch (StoreUnavailableException e) {
            if (Thread.currentThread().isInterrupted()) {
                // The application stops and interrupts the probe, which does not mean that the store is down.
                return;
            }
            if (e.isUnreachable() && !e.isPartial()) {
                turnDown(e);
            } else {
                turnUp();
                refuseWrites(e);
            }
        }
    }

    private synchronized void acceptWrites() {
        if (!writable) {
            writable = true;
            LOG.log(Level.INFO, "The session store accepts writes again");
        }
    }

    /** The cause is not logged, because a database's message may quote a row. */
    private synchronized void refuseWrites(StoreUnavailableException reason) {
        if (writable) {
            writable = false;
            LOG.log(
                    Level.ERROR,
                    "The session store cannot be written, and logins are answered 503 until it can, because {0}",
                    reason.getMessage());
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
            LOG.log(
                    Level.ERROR,
                    "The session store is down, and requests are answered 503 until it is back, because {0}",
                    reason.getMessage());
            events.storeDown(String.valueOf(reason.getMessage()));
            notifyAll();
        }
    }

    /** @throws StoreUnavailableException while the circuit is open */
    void requireUp() {
        if (!up) {
            throw StoreUnavailableException.unreachable("the store is down", null);
        }
    }

    <T> T ask(Supplier<T> question) {
        return ask(question, refused);
    }

    private <T> T ask(Supplier<T> question, Refusals refusals) {
        requireUp();
        try {
            return question.get();
        } catch (StoreUnavailableException e) {
            if (e.isUnreachable() && !e.isPartial()) {
                turnDown(e);
            } else {
                refusals.log(e);
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
        return ask(() -> store.touch(session, accessedTime), refusedTouch);
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
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        return ask(() -> store.findByPrincipal(principal, limit));
    }

    @Override
    public StoredPage list(SessionQuery query) {
        return ask(() -> store.list(query));
    }

    @Override
    public Optional<ProofStore> proofs() {
        return store.proofs().map(proofs -> new FailingFastProofStore(proofs, this));
    }

    /** Does not change the circuit, see {@link #check}. */
    @Override
    public long probe() {
        return store.probe();
    }

    /** Does not open the circuit: a slow clean-up must not keep requests from being served. */
    @Override
    public List<ExpiredSession> findExpired() {
        requireUp();
        return store.findExpired();
    }

    /** Does not open the circuit, as {@link #findExpired}. */
    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        requireUp();
        return store.endExpired(found, token);
    }

    /** Does not open the circuit: no request depends on the result. */
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
