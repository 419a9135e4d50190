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

    Verdicts(BoundSessions sessions, SessionCookie cookie, SessionEvents events, CheckCounts checks) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.events = events;
        this.checks = checks;
    }

    /** Finds the session that a guarded request names. */
    Optional<LiveSession> find(HttpServletRequest request) {
        try {
            Optional<LiveSession> found = sessions.find(request);
            if (found.isEmpty()) {
                checks.count(Outcome.NO_SESSION);
            }
            return found;
        } catch (StoreUnavailableException e) {
            checks.count(Outcome.UNAVAILABLE);
            throw e;
        }
    }

    /** Returns why the evidence of a guarded request cannot be verified; null if it can. */
    @Nullable
    Unproved unproved(Evidence evidence) {
        Unproved unproved = evidence.unproved();
        if (unproved != null) {
            checks.count(Outcome.UNPROVED);
        }
        return unproved;
    }

    /** Writes a refusal with the challenge of the path. */
    @FunctionalInterface
    interface Refuser {
        void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException;
    }

    /**
     * Verifies the evidence. The caller has to answer {@link Verdict#VALID} and {@link Verdict#ENDED}; the response of
     * any other verdict is complete.
     *
     * @param evidence verifiable evidence of the session's kind
     */
    Verdict verify(
            LiveSession live,
            Evidence evidence,
            HttpServletRequest request,
            HttpServletResponse response,
            Refuser refuser)
            throws IOException {
        Verdict verdict = verify(live, evidence, request);
        switch (verdict) {
            case VALID, ENDED -> {}
            case MISMATCH -> {
                events.mismatched(live.session(), Requester.of(request));
                refuser.refuse(request, response, Refusal.SECRET_MISMATCH);
            }
            case INVALIDATED -> {
                cookie.delete(request, response);
                refuser.refuse(request, response, Refusal.SESSION_INVALIDATED);
            }
        }
        return verdict;
    }

    private Verdict verify(LiveSession live, Evidence evidence, HttpServletRequest request) {
        try {
            Verdict verdict = sessions.verify(live, evidence, request);
            checks.count(verdict);
            return verdict;
        } catch (BusyException e) {
            checks.count(Outcome.BUSY);
            throw e;
        } catch (StoreUnavailableException e) {
            checks.count(Outcome.UNAVAILABLE);
            throw e;
        }
    }
}
