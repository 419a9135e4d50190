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
 * Maps the outcome "unknown" to 503, here and nowhere else: the store is unavailable, or a bulkhead is full. Nothing is
 * decided then, no session ends, and no cookie is set or deleted. Thread-safe.
 */
final class Boundary {

    private static final Logger LOG = System.getLogger(Boundary.class.getName());

    private final SecurityHeaders headers;
    private final Answers answers;

    Boundary(SecurityHeaders headers, Answers answers) {
        this.headers = headers;
        this.answers = answers;
    }

    /** The processing of a request. */
    @FunctionalInterface
    interface Inside {
        void serve() throws IOException, ServletException;
    }

    void pass(HttpServletRequest request, HttpServletResponse response, Inside inside)
            throws IOException, ServletException {
        try {
            unwrapped(inside);
        } catch (BusyException unknown) {
            // No reset: nothing has been written yet, and another filter may have set headers of its own.
            refuse(response, Refusal.BUSY, unknown);
        } catch (StoreUnavailableException unknown) {
            refuseStoreFailure(request, response, unknown);
        }
    }

    /** Unwraps an exception that a servlet or filter behind this one has wrapped in a ServletException. */
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
            // A servlet may have written a part of its response.
            response.reset();
            headers.applyTo(request, response);
        }
        refuse(response, Refusal.STORE_UNAVAILABLE, failure);
    }

    private void refuse(HttpServletResponse response, Refusal refusal, RuntimeException reason) throws IOException {
        // For debugging only: what an admin needs to know is logged elsewhere. Without the cause, because a database's
        // message may quote a row.
        LOG.log(Level.DEBUG, "503 because {0}", reason.getMessage());
        if (response.isCommitted()) {
            throw reason;
        }
        answers.refuse(response, refusal);
    }
}
