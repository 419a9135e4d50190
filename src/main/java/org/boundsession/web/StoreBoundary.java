package org.boundsession.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSessions;
import org.jspecify.annotations.Nullable;

/**
 * If sessions live in a store: gives a request its session from there. Thread-safe.
 *
 * <p>A store that cannot be asked makes 503, here and nowhere else: nothing is known, so nothing is decided, no session ends
 * and no cookie is set or deleted.
 */
final class StoreBoundary {

    private static final Logger LOG = System.getLogger(StoreBoundary.class.getName());

    private final StoredSessions sessions;
    private final SessionCookie cookie;
    private final SecurityHeaders headers;
    private final Answers answers;

    StoreBoundary(StoredSessions sessions, SessionCookie cookie, SecurityHeaders headers, Answers answers) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.headers = headers;
        this.answers = answers;
    }

    /** All that is done with a request that has its session. */
    @FunctionalInterface
    interface Inside {
        void serve(HttpServletRequest request) throws IOException, ServletException;
    }

    void pass(HttpServletRequest request, HttpServletResponse response, Inside inside)
            throws IOException, ServletException {
        try {
            inside.serve(new StoredSessionRequest(request, response, sessions, cookie));
        } catch (StoreUnavailableException e) {
            unavailable(request, response, e);
        } catch (ServletException e) {
            StoreUnavailableException cause = storeFailure(e);
            if (cause == null) {
                throw e;
            }
            unavailable(request, response, cause);
        }
    }

    private static @Nullable StoreUnavailableException storeFailure(ServletException e) {
        return e.getRootCause() instanceof StoreUnavailableException failure ? failure : null;
    }

    private void unavailable(HttpServletRequest request, HttpServletResponse response, StoreUnavailableException e)
            throws IOException {
        // What admins need to know is logged elsewhere, and seldom; this is for debugging. Without the cause: what a
        // database says of a row may quote it.
        LOG.log(Level.DEBUG, "503 because {0}", e.getMessage());
        if (response.isCommitted()) {
            throw e;
        }
        response.reset();
        headers.applyTo(request, response);
        answers.refuse(response, Refusal.STORE_UNAVAILABLE);
    }
}
