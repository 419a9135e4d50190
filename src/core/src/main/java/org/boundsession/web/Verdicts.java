package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.Verdict;
import org.boundsession.session.ClientAddress;
import org.boundsession.session.SessionEvents;

/**
 * Verifies whether a request proves possession of what its session is bound to, and answers a request that does not.
 * Used by the filter and the login. Thread-safe.
 */
final class Verdicts {

    private final BoundSessions sessions;
    private final SessionCookie cookie;
    private final SessionEvents events;

    Verdicts(BoundSessions sessions, SessionCookie cookie, SessionEvents events) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.events = events;
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
        Verdict verdict = sessions.verify(live, evidence, request);
        switch (verdict) {
            case VALID, ENDED -> {}
            case MISMATCH -> {
                events.mismatched(live.session(), ClientAddress.of(request).text());
                refuser.refuse(request, response, Refusal.SECRET_MISMATCH);
            }
            case INVALIDATED -> {
                cookie.delete(request, response);
                refuser.refuse(request, response, Refusal.SESSION_INVALIDATED);
            }
        }
        return verdict;
    }
}
