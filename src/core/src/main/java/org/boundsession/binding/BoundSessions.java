package org.boundsession.binding;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.boundsession.binding.BindingSchemes.Offer;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.bulkhead.HashingLane.Place;
import org.boundsession.bulkhead.Permit;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Quotas;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionSummary;

/**
 * Opens, finds, verifies and ends bound sessions of every kind of binding, in the container or in a store.
 * Thread-safe. {@link #find}, and {@link #verify} with evidence that this node has seen before, take no lock and do
 * not hash slowly.
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

    /**
     * Fails fast if sessions are known to be unavailable, before a caller does work that needs one later. The
     * exception becomes 503.
     */
    public void requireAvailable() {
        sessions.requireAvailable();
    }

    /** Returns whether sessions can be found and opened, as far as this node knows. */
    public boolean isAvailable() {
        return sessions.isAvailable();
    }

    /**
     * Returns what an administrator should correct although requests are served: codes for programs, empty if
     * nothing.
     */
    public List<String> warnings() {
        return sessions.warnings();
    }

    /**
     * Returns the request for the rest of the filter chain; its {@code getSession} returns the session from the
     * container or the store. Called once for each dispatch.
     */
    public HttpServletRequest attach(HttpServletRequest request) {
        return sessions.attach(request);
    }

    /**
     * Finds the live bound session that the request's cookie names. A session that turns out to have expired is ended.
     */
    public Optional<LiveSession> find(HttpServletRequest request) {
        return sessions.find(request);
    }

    /**
     * Returns the request for a servlet that is called without a proof; it shows no bound session.
     *
     * @param async starts asynchronous processing of the request that it is given, with the response of the servlet
     */
    public HttpServletRequest unproved(HttpServletRequest request, Function<HttpServletRequest, AsyncContext> async) {
        return new UnprovedRequest(request, async, sessions);
    }

    /** Reads the evidence to which a login's session can be bound. */
    public Offer offer(HttpServletRequest request) {
        return schemes.read(request);
    }

    /** Returns whether a request presents evidence for a session that it names, and that cannot open a session. */
    public boolean isPresentedBy(HttpServletRequest request) {
        return schemes.isPresentedBy(request);
    }

    /** Returns the names of all kinds of binding. */
    public Set<String> kinds() {
        return schemes.kinds();
    }

    /**
     * Checks whether a request proves possession of what the session is bound to. A proof is recorded and extends the
     * idle time (sliding expiration); a mismatch is counted, and at the limit of its kind the session ends.
     *
     * @param evidence evidence of the session's kind of binding, not {@link Unproved}
     * @param body checks the request's body after a proof and before the proof is recorded
     * @throws BusyException if slow hashing is needed and the lane has no free place: nothing is known and nothing
     *     changes
     */
    public Verdict verify(LiveSession live, Evidence evidence, HttpServletRequest request, BodyCheck body) {
        return verifier.verify(live, evidence, request, body);
    }

    /**
     * Acquires the place in the {@link HashingLane} that {@link #open} needs for the evidence; none if its kind of
     * binding does not hash slowly.
     *
     * @throws BusyException if no place becomes free in time
     */
    public Place enter(Permit permit, Offer offer) {
        return offer.scheme().bindsSlowly() ? lane.enter(permit) : () -> {};
    }

    /**
     * Opens a session that is bound to the evidence of the login, and ends the session that the request's cookie
     * names. The id is always a new one, which prevents session fixation. The caller holds a place, see {@link
     * #enter}. If opening fails, no new session and no binding remain; the caller must remove the cookie that the
     * container may have added to the response. An old session in a store survives the failure.
     */
    public LiveSession open(HttpServletRequest request, String user, Set<String> roles, Offer offer) {
        LiveSession opened =
                sessions.open(request, user, roles, id -> offer.scheme().bind(id, offer.evidence()));
        events.opened(opened.session(), Requester.of(request));
        return opened;
    }

    /** Lists live sessions, of this node only if they are in the container. */
    public SessionPage list(SessionQuery query) {
        return sessions.list(query);
    }

    /** Finds a live session by its {@link SessionSummary#handle}. */
    public Optional<SessionSummary> findByHandle(String handle) {
        return sessions.findByHandle(handle);
    }

    /**
     * Ends the session with this handle and reports the end with its cause. The next request on any node finds no
     * session.
     *
     * @return false if there is no such session, or if another caller ended it
     */
    public boolean end(String handle, EndCause cause) {
        return sessions.end(handle, cause);
    }

    /**
     * Ends the sessions that have expired. Called periodically, because an expired session may receive no further
     * request.
     */
    public void endExpired() {
        sessions.endExpired();
    }

    /** Removes the binding of a session that the container has ended. */
    public void endedByContainer(String sessionId) {
        sessions.endedByContainer(sessionId);
    }
}
