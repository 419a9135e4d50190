package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.boundsession.binding.HashingLane.Place;
import org.boundsession.binding.HashingLane.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Opens, finds, verifies and ends bound sessions. Thread-safe; {@link #find} and a {@link #verify} of a secret that this
 * node has seen take no lock and hash nothing slowly.
 *
 * <p>What a session needs to be bound travels as its attributes, all of them strings and numbers, wherever the container
 * or a store carries it; what this node knows beyond that is in {@link SecretHashes}.
 */
public final class BoundSessions {

    private static final int TOUCHES_PER_IDLE_TIME = 10;

    private final SecretHasher hasher;
    private final SecretHashes hashes;
    private final HashingLane lane;
    private final Lifetimes lifetimes;
    private final Quotas quotas;
    private final Endings endings;
    private final Clock clock;
    private final long idleMillis;
    private final long touchMillis;

    public BoundSessions(
            SecretHasher hasher,
            SecretHashes hashes,
            HashingLane lane,
            Lifetimes lifetimes,
            Quotas quotas,
            SessionObserver observer,
            Clock clock) {
        this.hasher = hasher;
        this.hashes = hashes;
        this.lane = lane;
        this.lifetimes = lifetimes;
        this.quotas = quotas;
        this.clock = clock;
        this.idleMillis = lifetimes.idle().toMillis();
        this.touchMillis = idleMillis / TOUCHES_PER_IDLE_TIME;
        this.endings = new Endings(hashes, quotas, observer, idleMillis);
    }

    public Lifetimes lifetimes() {
        return lifetimes;
    }

    /** The live bound session that the request's cookie names, if it is one; one that is found to be over is ended. */
    public Optional<BoundSession> find(HttpServletRequest request) {
        return find(sessionOf(request));
    }

    /** Null, too, where another request ends the session while a container looks it up: some throw then. */
    private static @Nullable HttpSession sessionOf(HttpServletRequest request) {
        try {
            return request.getSession(false);
        } catch (IllegalStateException endedMeanwhile) {
            return null;
        }
    }

    /** The live bound session that this session is, if it is one; one that is found to be over is ended. */
    Optional<BoundSession> find(@Nullable HttpSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            return live(session);
        } catch (IllegalStateException invalidatedMeanwhile) {
            return Optional.empty();
        }
    }

    private Optional<BoundSession> live(HttpSession session) {
        if (!(session.getAttribute(BoundAttributes.HASH) instanceof String hash)) {
            return Optional.empty();
        }
        Binding binding = hashes.find(SessionIds.withoutRoute(session.getId()));
        if (binding == null || !binding.isStoredAs(hash)) {
            binding = arrived(session, hash);
        }
        if (binding == null || binding.hasEnded()) {
            return Optional.empty();
        }
        long now = clock.millis();
        if ((session instanceof ExternalSession || now - binding.lastProof() > touchMillis)
                && session.getAttribute(BoundAttributes.LAST_PROOF) instanceof Long anywhere) {
            binding.readProof(anywhere);
        }
        if (binding.isExpiredAt(now, idleMillis)) {
            endings.expire(session, binding);
            return Optional.empty();
        }
        return Optional.of(new BoundSession(session, binding, now));
    }

    /** A session that this node meets for the first time, or whose attributes are not those it knew. */
    private @Nullable Binding arrived(HttpSession session, String hash) {
        if (!hasher.canVerify(hash)
                || !(session.getAttribute(BoundAttributes.USER) instanceof String user)
                || !(session.getAttribute(BoundAttributes.ROLES) instanceof String roles)
                || !(session.getAttribute(BoundAttributes.END) instanceof Long end)
                || !(session.getAttribute(BoundAttributes.LAST_PROOF) instanceof Long lastProof)) {
            return null;
        }
        String id = SessionIds.withoutRoute(session.getId());
        Binding stale = hashes.find(id);
        if (stale != null) {
            hashes.forget(stale);
        }
        Binding binding = hashes.keep(new Binding(session, id, user, RoleNames.split(roles), hash, end, lastProof));
        try {
            session.getAttribute(BoundAttributes.HASH);
        } catch (IllegalStateException endedMeanwhile) {
            // Its end came before our entry: nobody else would remove that.
            hashes.forget(binding);
            throw endedMeanwhile;
        }
        return binding;
    }

    /**
     * Answers the one question: does this request prove possession of what the session is bound to? A proof extends the
     * idle time; a mismatch is counted, and the last one that is allowed ends the session.
     *
     * @throws BusyException where that takes bcrypt and the lane has no place: nothing is known and nothing changes
     */
    public Verdict verify(BoundSession bound, Secret secret) {
        Binding binding = bound.binding();
        byte[] tag = hasher.tag(binding.id(), secret);
        byte[] known = binding.tag();
        boolean proved = known == null ? provesSlowly(binding, secret, tag) : MessageDigest.isEqual(known, tag);
        if (!proved) {
            return mismatch(bound);
        }
        // Who had to wait for bcrypt proves it now, all others when they came.
        touch(bound, known == null ? clock.millis() : bound.foundAt());
        return Verdict.VALID;
    }

    private boolean provesSlowly(Binding binding, Secret secret, byte[] tag) {
        try (Place place = lane.enter(Purpose.CHECK)) {
            // Callers of one session take turns: the first computes, the others find its tag.
            synchronized (binding) {
                byte[] known = binding.tag();
                if (known != null) {
                    return MessageDigest.isEqual(known, tag);
                }
                if (!hasher.matches(binding.id(), secret, binding.hash())) {
                    return false;
                }
                binding.learn(tag);
                return true;
            }
        }
    }

    private Verdict mismatch(BoundSession bound) {
        if (quotas.mismatchLimit() > 1 && mismatches(bound) < quotas.mismatchLimit()) {
            return Verdict.MISMATCH;
        }
        endings.end(bound);
        return Verdict.INVALIDATED;
    }

    /** Counted on this node, and carried by the session for the others. */
    private static long mismatches(BoundSession bound) {
        long mismatches = bound.binding().countMismatch();
        try {
            if (bound.session() instanceof ExternalSession external) {
                return external.increment(BoundAttributes.MISMATCHES);
            }
            if (bound.session().getAttribute(BoundAttributes.MISMATCHES) instanceof Long elsewhere) {
                mismatches = Math.max(mismatches, elsewhere + 1);
            }
            bound.session().setAttribute(BoundAttributes.MISMATCHES, mismatches);
        } catch (IllegalStateException endedMeanwhile) {
            return Long.MAX_VALUE;
        }
        return mismatches;
    }

    private void touch(BoundSession bound, long now) {
        bound.binding().provedAt(now);
        if (!bound.binding().tryWriteProof(now, touchMillis)) {
            return;
        }
        try {
            bound.session().setAttribute(BoundAttributes.LAST_PROOF, now);
        } catch (IllegalStateException endedMeanwhile) {
            // Proved while it lived: this request may go on, and the end stays the end.
            return;
        } catch (RuntimeException unknown) {
            bound.binding().undoWriteProof(now);
            throw unknown;
        }
    }

    /**
     * Asks for the place in which {@link #open} is called.
     *
     * @throws BusyException where none comes free in time
     */
    public Place enter() {
        return lane.enter(Purpose.LOGIN);
    }

    /**
     * Ends the session that the request's cookie names and opens a new one with a new id, bound to the secret. The caller
     * holds a place. Where that fails, no new session and no binding is left; the cookie that the container has queued is
     * the caller's to take back. An old session in a store outlives the failure.
     */
    public BoundSession open(HttpServletRequest request, String user, Set<String> roles, Secret secret) {
        HttpSession old = sessionOf(request);
        if (old instanceof ExternalSession external) {
            return openInPlaceOf(external, request, user, roles, secret);
        }
        endWhatIsThere(old);
        return openNew(request, user, roles, secret);
    }

    /** A store may refuse the new one: the old one ends when the new one is stored. */
    private BoundSession openInPlaceOf(
            ExternalSession old, HttpServletRequest request, String user, Set<String> roles, Secret secret) {
        old.release();
        BoundSession opened = openNew(request, user, roles, secret);
        try {
            endWhatIsThere(old);
        } catch (RuntimeException e) {
            end(opened);
            throw e;
        }
        return opened;
    }

    private BoundSession openNew(HttpServletRequest request, String user, Set<String> roles, Secret secret) {
        HttpSession session = request.getSession(true);
        try {
            // A container may have adopted the id that the client sent: take another, always.
            request.changeSessionId();
            Binding binding = bind(session, user, roles, secret);
            persist(session);
            endings.endOverQuota(session, user);
            return new BoundSession(session, binding, binding.lastProof());
        } catch (RuntimeException e) {
            hashes.forget(SessionIds.withoutRoute(session.getId()));
            Endings.invalidate(session);
            throw e;
        }
    }

    private void endWhatIsThere(@Nullable HttpSession session) {
        Optional<BoundSession> bound = find(session);
        if (bound.isPresent()) {
            end(bound.get());
        } else if (session != null) {
            Endings.invalidate(session);
        }
    }

    private static void persist(HttpSession session) {
        if (session instanceof ExternalSession external) {
            external.persist();
        }
    }

    private Binding bind(HttpSession session, String user, Set<String> roles, Secret secret) {
        String id = SessionIds.withoutRoute(session.getId());
        long now = clock.millis();
        String hash = hasher.hash(id, secret);
        long end = now + lifetimes.absolute().toMillis();
        session.setMaxInactiveInterval(Math.toIntExact(lifetimes.idle().toSeconds()));
        session.setAttribute(BoundAttributes.USER, user);
        session.setAttribute(BoundAttributes.ROLES, RoleNames.join(roles));
        session.setAttribute(BoundAttributes.END, end);
        session.setAttribute(BoundAttributes.LAST_PROOF, now);
        session.setAttribute(BoundAttributes.HASH, hash);
        Binding binding = new Binding(session, id, user, Set.copyOf(roles), hash, end, now);
        binding.learn(hasher.tag(id, secret));
        hashes.replace(binding);
        return binding;
    }

    /** Ends the session and all that is held of it. Ending one that is over does nothing. */
    public void end(BoundSession bound) {
        endings.end(bound);
    }

    /** Ends what has expired; for a periodic call, where no request and no listener of the container does it. */
    public void endExpired() {
        endings.endExpired(clock.millis());
    }

    /** Forgets what this node holds of a session that the container has ended. */
    public void forget(String sessionId) {
        hashes.forget(SessionIds.withoutRoute(sessionId));
    }
}
