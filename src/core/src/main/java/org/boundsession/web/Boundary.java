package org.boundsession.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.store.StoreUnavailableException;

/**
 * Turns "cannot be known now" into 503, here and nowhere else: a store that cannot be asked, or slow hashing that has no
 * place. Nothing is decided then, no session ends, and no cookie is set or deleted. Thread-safe.
 */
final class Boundary {

    private static final Logger LOG = System.getLogger(Boundary.class.getName());

    private final SecurityHeaders headers;
    private final Answers answers;

    Boundary(SecurityHeaders headers, Answers answers) {
        this.headers = headers;
        this.answers = answers;
    }

    /** All that is done with a request. */
    @FunctionalInterface
    interface Inside {
        void serve() throws IOException, ServletException;
    }

    void pass(HttpServletRequest request, HttpServletResponse response, Inside inside)
            throws IOException, ServletException {
        try {
            unwrapped(inside);
        } catch (BusyException unknown) {
            // Nothing was written yet that must be taken back, and another filter may have set headers of its own.
            refuse(response, Refusal.BUSY, unknown);
        } catch (StoreUnavailableException unknown) {
            refuseStoreFailure(request, response, unknown);
        }
    }

    /** A servlet or filter behind this one may have wrapped what it could not handle. */
    private static void unwrapped(Inside inside) throws IOException, ServletException {
        try {
            inside.serve();
        } catch (ServletException e) {
            Throwable cause = e.getRootCause();
            if (cause instanceof BusyException || cause instanceof StoreUnavailableException) {
                throw (RuntimeException) cause;
            }
            throw e;
        }
    }

    private void refuseStoreFailure(
            HttpServletRequest request, HttpServletResponse response, StoreUnavailableException failure)
            throws IOException {
        if (!response.isCommitted()) {
            // A servlet may have begun its answer.
            response.reset();
            headers.applyTo(request, response);
        }
        refuse(response, Refusal.STORE_UNAVAILABLE, failure);
    }

    private void refuse(HttpServletResponse response, Refusal refusal, RuntimeException reason) throws IOException {
        // What admins need to know is logged elsewhere, and seldom; this is for debugging. Without the cause: what a
        // database says of a row may quote it.
        LOG.log(Level.DEBUG, "503 because {0}", reason.getMessage());
        if (response.isCommitted()) {
            throw reason;
        }
        answers.refuse(response, refusal);
    }
}
