package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.boundsession.binding.HashingLane.Place;
import org.jspecify.annotations.Nullable;

/**
 * Opens, finds, verifies and ends bound sessions. Thread-safe; {@link #find} and a {@link #verify} of a secret that this
 * node has seen take no lock and hash nothing slowly.
 *
 * <p>What a session needs to be bound travels as its attributes, all of them strings and numbers, wherever the container
 * or a store carries it; what this node knows beyond that is in {@link SecretHashes}.
 */
public final class BoundSessions {

    /**
     * Seconds that the container is to keep a session longer than this class does: what counts here is the last proof, which
     * may come seconds after the access that the container counts.
     */
    private static final int CONTAINER_GRACE = 60;

    private final SecretHasher hasher;
    private final SecretHashes hashes;
    private final HashingLane lane;
    private final Lifetimes lifetimes;
    private final SessionEvents events;
    private final Endings endings;
    private final SecretVerifier verifier;
    private final Clock clock;
    private final long idleMillis;
    private final long lagMillis;

    public BoundSessions(
            SecretHasher hasher,
            SecretHashes hashes,
            HashingLane lane,
            Lifetimes lifetimes,
            Quotas quotas,
            SessionEvents events,
            Clock clock) {
        this.hasher = hasher;
        this.hashes = hashes;
        this.lane = lane;
        this.lifetimes = lifetimes;
        this.events = events;
        this.clock = clock;
        this.idleMillis = lifetimes.idle().toMillis();
        this.lagMillis = Lifetimes.lag(idleMillis);
        this.endings = new Endings(hashes, quotas, events);
        this.verifier = new SecretVerifier(
                hasher, lane, new Mismatches(quotas, endings), new Proofs(endings, clock, idleMillis));
    }

    public Lifetimes lifetimes() {
        return lifetimes;
    }

    /** The live bound session that the request's cookie names, if it is one; one that is found to be over is ended. */
    public Optional<BoundSession> find(HttpServletRequest request) {
        return find(sessionOf(request));
    }

    /** Null, too, if another request ends the session while a container looks it up: some throw then. */
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
        if (binding != null && binding.hasEnded()) {
            return Optional.empty();
        }
        if (binding == null || !binding.isStoredAs(hash)) {
            binding = arrived(session, hash);
        }
        if (binding == null) {
            return Optional.empty();
        }
        long now = clock.millis();
        return isOver(session, binding, now) ? Optional.empty() : Optional.of(new BoundSession(session, binding, now));
    }

    /** A store has said that the session lives; the container has not. */
    private boolean isOver(HttpSession session, Binding binding, long now) {
        if (session instanceof ExternalSession) {
            return binding.hasEnded();
        }
        if (now - binding.lastProof() > lagMillis
                && session.getAttribute(BoundAttributes.LAST_PROOF) instanceof Long carried
                && carried > binding.writtenProof()) {
            provedElsewhere(binding, carried);
        }
        return endings.expire(session, binding, now);
    }

    /** Another node has written it, and may have seen later proofs. */
    private void provedElsewhere(Binding binding, long carried) {
        binding.wroteProof(carried);
        binding.provedAt(carried + lagMillis);
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
        Binding fresh = new Binding(session, id, user, RoleNames.split(roles), hash, end, idleMillis, lastProof);
        provedElsewhere(fresh, lastProof);
        Binding binding = hashes.keep(fresh);
        try {
            session.getAttribute(BoundAttributes.HASH);
        } catch (IllegalStateException endedMeanwhile) {
            // Its end came before our entry: nothing else would remove that.
            hashes.forget(binding);
            throw endedMeanwhile;
        }
        return binding;
    }

    /**
     * Answers the one question: does this request prove possession of what the session is bound to? A proof is recorded and
     * extends the idle time; a mismatch is counted, and the last one that is allowed ends the session.
     *
     * @throws BusyException if that takes bcrypt and the lane has no place: nothing is known and nothing changes
     */
    public Verdict verify(BoundSession bound, Secret secret, HttpServletRequest request) {
        return verifier.verify(bound, secret, request);
    }

    /**
     * Asks for the place in which {@link #open} is called.
     *
     * @throws BusyException if none comes free in time
     */
    public Place enter(Permit permit) {
        return lane.enter(permit);
    }

    /**
     * Ends the session that the request's cookie names and opens a new one with a new id, bound to the secret. The caller
     * holds a place. If that fails, no new session and no binding is left; the cookie that the container has queued is
     * the caller's to take back. An old session in a store outlives the failure.
     */
    public BoundSession open(HttpServletRequest request, String user, Set<String> roles, Secret secret) {
        HttpSession old = sessionOf(request);
        BoundSession opened;
        if (old instanceof ExternalSession external) {
            opened = openInPlaceOf(external, request, user, roles, secret);
        } else {
            endWhatIsThere(old, EndCause.replacedBy(user, request));
            opened = openNew(request, user, roles, secret);
        }
        events.opened(opened, request);
        return opened;
    }

    /** A store may refuse the new one: the old one ends when the new one is stored. */
    private BoundSession openInPlaceOf(
            ExternalSession old, HttpServletRequest request, String user, Set<String> roles, Secret secret) {
        old.release();
        BoundSession opened = openNew(request, user, roles, secret);
        try {
            endWhatIsThere(old, EndCause.replacedBy(user, request));
        } catch (RuntimeException e) {
            endings.undo(opened.session());
            throw e;
        }
        return opened;
    }

    private BoundSession openNew(HttpServletRequest request, String user, Set<String> roles, Secret secret) {
        HttpSession session = create(request);
        try {
            // A container may have adopted the id that the client sent: take another, always.
            request.changeSessionId();
            Binding binding = bind(session, user, roles, secret);
            persist(session);
            endings.endOverQuota(session, user);
            return new BoundSession(session, binding, binding.lastProof());
        } catch (RuntimeException e) {
            endings.undo(session);
            throw e;
        }
    }

    private static HttpSession create(HttpServletRequest request) {
        try {
            return request.getSession(true);
        } catch (IllegalStateException tooMany) {
            // Tomcat's Manager has a limit (maxActiveSessions).
            throw new BusyException("the container refuses another session");
        }
    }

    private void endWhatIsThere(@Nullable HttpSession session, EndCause cause) {
        Optional<BoundSession> bound = find(session);
        if (bound.isPresent()) {
            end(bound.get(), cause);
        } else if (session != null) {
            Endings.discard(session);
        }
    }

    private static void persist(HttpSession session) {
        if (session instanceof ExternalSession external) {
            external.persist();
        }
    }

    private Binding bind(HttpSession session, String user, Set<String> roles, Secret secret) {
        String id = SessionIds.withoutRoute(session.getId());
        String hash = hasher.hash(id, secret);
        // After the slow part: the session idles from the answer on, as near as can be.
        long now = clock.millis();
        long end = now + lifetimes.absolute().toMillis();
        session.setMaxInactiveInterval(maxInactiveInterval(session));
        session.setAttribute(BoundAttributes.USER, user);
        session.setAttribute(BoundAttributes.ROLES, RoleNames.join(roles));
        session.setAttribute(BoundAttributes.END, end);
        session.setAttribute(BoundAttributes.LAST_PROOF, now);
        session.setAttribute(BoundAttributes.HASH, hash);
        Binding binding = new Binding(session, id, user, Set.copyOf(roles), hash, end, idleMillis, now);
        binding.learn(hasher.tag(id, secret));
        hashes.replace(binding);
        return binding;
    }

    private int maxInactiveInterval(HttpSession session) {
        int idleSeconds = Math.toIntExact(lifetimes.idle().toSeconds());
        return session instanceof ExternalSession ? idleSeconds : idleSeconds + CONTAINER_GRACE;
    }

    /**
     * Ends the session and all that is held of it. Ending one that is over does nothing.
     *
     * @return whether this call ended it
     */
    public boolean end(BoundSession bound, EndCause cause) {
        return endings.end(bound, cause);
    }

    /** Ends what has expired; for a periodic call, if no request and no listener of the container does it. */
    public void endExpired() {
        endings.endExpired(clock.millis());
    }

    /** Forgets what this node holds of a session that the container has ended. */
    public void endedByContainer(String sessionId) {
        endings.endedByContainer(SessionIds.withoutRoute(sessionId), clock.millis());
    }
}
