package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.boundsession.concurrent.OnceAMinute;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.SessionQuery;

/**
 * Seals sessions when they are inserted, and checks their {@link Seal} and times when they are read. A session that
 * fails the check is treated as absent. Thread-safe.
 *
 * <p>This node's settings limit the lifetime of a session; stored values can only shorten it. Times in the future,
 * which a node with another clock has written, count as now.
 */
public final class SealedSessionStore implements SessionStore {

    private static final Logger LOG = System.getLogger(SealedSessionStore.class.getName());

    private final SessionStore store;
    private final Seal seal;
    private final long idleMillis;
    private final long absoluteMillis;
    private final TamperedSessions tampered;
    private final Clock clock;
    private final OnceAMinute unknownSecret = new OnceAMinute();

    public SealedSessionStore(
            SessionStore store, Seal seal, Lifetimes lifetimes, TamperedSessions tampered, Clock clock) {
        this.store = store;
        this.seal = seal;
        this.idleMillis = lifetimes.idle().toMillis();
        this.absoluteMillis = lifetimes.absolute().toMillis();
        this.tampered = tampered;
        this.clock = clock;
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        // Id and seal derive from the same secret: a node that could verify the id has the secret of the seal.
        return store.findById(key)
                .filter(session -> isGenuine(session, seal.check(session)))
                .map(this::limited);
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        return live(store.findByPrincipal(principal, limit));
    }

    @Override
    public StoredPage list(SessionQuery query) {
        StoredPage page = store.list(query);
        return new StoredPage(live(page.sessions()), page.next());
    }

    private List<StoredSession> live(List<StoredSession> found) {
        return found.stream()
                .filter(this::isCounted)
                .map(this::limited)
                .filter(session -> !session.isOverAt(clock.millis()))
                .toList();
    }

    /** Another node may already use a new secret, which is not tampering. */
    private boolean isCounted(StoredSession session) {
        Seal.Check check = seal.check(session);
        if (check != Seal.Check.UNKNOWN_SECRET) {
            return isGenuine(session, check);
        }
        if (unknownSecret.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "Sessions in the store are not counted on this node, because bound-session.session-secret lacks the"
                            + " secret of their seals. List the same secrets on all nodes");
        }
        return false;
    }

    private boolean isGenuine(StoredSession session, Seal.Check check) {
        boolean genuine = check == Seal.Check.FITS && session.mismatches() <= Integer.MAX_VALUE;
        if (!genuine) {
            tampered.found(session.key());
        }
        return genuine;
    }

    private StoredSession limited(StoredSession session) {
        long now = clock.millis();
        long latestEnd = Math.min(session.creationTime(), now) + absoluteMillis;
        if (session.endTime() <= latestEnd
                && session.maxInactiveInterval() <= idleMillis
                && session.lastAccessedTime() <= now) {
            return session;
        }
        return session.accessedAt(Math.min(session.lastAccessedTime(), now))
                .idlingFor(Math.min(session.maxInactiveInterval(), idleMillis))
                .withGrant(session.grant().endingAt(Math.min(session.endTime(), latestEnd)));
    }

    @Override
    public void insert(StoredSession session) {
        store.insert(seal.put(session));
    }

    @Override
    public boolean update(StoredSession session) {
        return store.update(session);
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        return store.touch(session, accessedTime);
    }

    @Override
    public long countMismatch(SessionKey key) {
        return store.countMismatch(key);
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return store.deleteById(key);
    }

    @Override
    public boolean end(SessionKey key, EndToken token) {
        return store.end(key, token);
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        return store.endIfExpired(key, token);
    }

    @Override
    public EndState endState(SessionKey key, EndToken token) {
        return store.endState(key, token);
    }

    @Override
    public List<ExpiredSession> findExpired() {
        return store.findExpired().stream().map(this::genuine).toList();
    }

    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        return store.endExpired(found, token);
    }

    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        store.deleteEnded(keys, token);
    }

    private ExpiredSession genuine(ExpiredSession expired) {
        return new ExpiredSession(
                expired.key(), expired.session().filter(session -> seal.check(session) == Seal.Check.FITS));
    }

    @Override
    public Optional<ProofStore> proofs() {
        return store.proofs();
    }

    @Override
    public long probe() {
        return store.probe();
    }

    @Override
    public void close() {
        store.close();
    }
}
