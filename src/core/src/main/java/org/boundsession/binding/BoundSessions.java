package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.boundsession.binding.BindingSchemes.Offer;
import org.boundsession.binding.HashingLane.Place;

/**
 * Opens, finds, verifies and ends bound sessions, of whatever kind and wherever they live. Thread-safe; {@link #find} and a
 * {@link #verify} of evidence that this node has seen take no lock and hash nothing slowly.
 */
public final class BoundSessions {

    private final Sessions sessions;
    private final BindingSchemes schemes;
    private final HashingLane lane;
    private final Lifetimes lifetimes;
    private final SessionEvents events;
    private final Verifier verifier;

    public BoundSessions(
            Sessions sessions,
            BindingSchemes schemes,
            HashingLane lane,
            Lifetimes lifetimes,
            Quotas quotas,
            SessionEvents events) {
        this.sessions = sessions;
        this.schemes = schemes;
        this.lane = lane;
        this.lifetimes = lifetimes;
        this.events = events;
        this.verifier = new Verifier(lane, new Mismatches(quotas));
    }

    public Lifetimes lifetimes() {
        return lifetimes;
    }

    /** Throws what becomes 503 if sessions are known not to be available: what needs one later need not begin. */
    public void requireAvailable() {
        sessions.requireAvailable();
    }

    /** Whether sessions can be found and opened, as far as this node knows. */
    public boolean isAvailable() {
        return sessions.isAvailable();
    }

    /** The request as all that follow see it, with its session looked up where it lives. Called once for each dispatch. */
    public HttpServletRequest attach(HttpServletRequest request) {
        return sessions.attach(request);
    }

    /** The live bound session that the request's cookie names; one that is found to be over is ended. */
    public Optional<LiveSession> find(HttpServletRequest request) {
        return sessions.find(request);
    }

    /** What a login offers to be bound to. */
    public Offer offer(HttpServletRequest request) {
        return schemes.read(request);
    }

    /**
     * Answers the one question: does this request prove possession of what the session is bound to? A proof is recorded and
     * extends the idle time; a mismatch is counted, and the last one that is allowed ends the session.
     *
     * @param evidence of the session's kind, that can be checked
     * @throws BusyException if that takes slow hashing and the lane has no place: nothing is known and nothing changes
     */
    public Verdict verify(LiveSession live, Evidence evidence, HttpServletRequest request) {
        return verifier.verify(live, evidence, request);
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
     * Opens a session with a new id, bound to what the login offers, and ends the one that the request's cookie names. The
     * caller holds a place. If that fails, no new session and no binding is left; the cookie that the container has queued
     * is the caller's to take back. An old session in a store outlives the failure.
     */
    public LiveSession open(HttpServletRequest request, String user, Set<String> roles, Offer offer) {
        LiveSession opened =
                sessions.open(request, user, roles, id -> offer.scheme().bind(id, offer.evidence()));
        events.opened(opened.session(), ClientAddress.of(request).text());
        return opened;
    }

    /** Ends what has expired; for a periodic call, if no request and no listener of the container does it. */
    public void endExpired() {
        sessions.endExpired();
    }

    /** Forgets what this node holds of a session that the container has ended. */
    public void endedByContainer(String sessionId) {
        sessions.endedByContainer(sessionId);
    }
}
