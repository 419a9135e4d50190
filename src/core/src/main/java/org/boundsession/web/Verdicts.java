package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.boundsession.admin.CheckCounts;
import org.boundsession.admin.CheckCounts.Outcome;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Verdict;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies whether a request proves possession of what its session is bound to, and answers a request that does not.
 * Used by the filter and the login. Thread-safe.
 */
final class Verdicts {

    private final BoundSessions sessions;
    private final SessionCookie cookie;
    private final SessionEvents events;
    private final CheckCounts checks;
    private final CoveredBodies bodies;

    Verdicts(
            BoundSessions sessions,
            SessionCookie cookie,
            SessionEvents events,
            CheckCounts checks,
            CoveredBodies bodies) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.events = events;
        this.checks = checks;
        this.bodies = bodies;
    }

    /** Finds the session that a guarded request names. */
    Optional<LiveSession> find(HttpServletRequest request) {
        try {
            Optional<LiveSession> found = sessions.find(request);
            if (found.isEmpty()) {
                checks.count(CheckCounts.NO_KIND, Outcome.NO_SESSION);
            }
            return found;
        } catch (StoreUnavailableException e) {
            checks.count(CheckCounts.NO_KIND, Outcome.UNAVAILABLE);
            throw e;
        }
    }

    /** Returns why the evidence of a guarded request cannot be verified; null if it can. */
    @Nullable
    Unproved unproved(LiveSession live, Evidence evidence, HttpServletRequest request) throws IOException {
        Unproved unproved = unproved(evidence, request);
        if (unproved != null) {
            checks.count(live.session().kind(), Outcome.UNPROVED);
        }
        return unproved;
    }

    /** Returns why the evidence of a login for its live session cannot be verified; null if it can. */
    @Nullable
    Unproved unproved(Evidence evidence, HttpServletRequest request) throws IOException {
        Unproved unproved = evidence.unproved();
        return unproved == null ? bodies.uncovered(evidence, request) : unproved;
    }

    /** Writes a refusal with the challenge of the path. */
    interface Refuser {

        void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException;

        void refuse(HttpServletRequest request, HttpServletResponse response, Unproved reason) throws IOException;
    }

    /**
     * Verifies the evidence. The caller has to answer {@link Verdict.Outcome#VALID} and {@link Verdict.Outcome#ENDED};
     * the response of any other outcome is complete.
     *
     * @param evidence verifiable evidence of the session's kind
     */
    Verdict.Outcome verify(
            LiveSession live,
            Evidence evidence,
            HttpServletRequest request,
            HttpServletResponse response,
            Refuser refuser)
            throws IOException {
        Verdict verdict = verify(live, evidence, request);
        switch (verdict.outcome()) {
            case VALID, ENDED -> {}
            case MISMATCH -> {
                String what = live.binding().possession().mismatch();
                events.mismatched(live.session(), Requester.of(request), what);
                refuse(request, response, verdict.reason(), refuser);
            }
            case INVALIDATED -> {
                cookie.delete(request, response);
                refuser.refuse(request, response, Refusal.SESSION_INVALIDATED);
            }
            case REFUSED -> refuse(request, response, verdict.reason(), refuser);
        }
        return verdict.outcome();
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, @Nullable Unproved reason, Refuser refuser)
            throws IOException {
        if (reason == null) {
            refuser.refuse(request, response, Refusal.SECRET_MISMATCH);
        } else {
            refuser.refuse(request, response, reason);
        }
    }

    private Verdict verify(LiveSession live, Evidence evidence, HttpServletRequest request) {
        String kind = live.session().kind();
        try {
            Verdict verdict = sessions.verify(live, evidence, request, bodies.checkOf(evidence, request));
            checks.count(kind, verdict);
            return verdict;
        } catch (BusyException e) {
            checks.count(kind, Outcome.BUSY);
            throw e;
        } catch (StoreUnavailableException e) {
            checks.count(kind, Outcome.UNAVAILABLE);
            throw e;
        }
    }
}
