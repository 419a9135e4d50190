package org.boundsession.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.boundsession.admin.HttpTimings;

/**
 * Records the time and the status of each request, once: at its end, which is the end of its first dispatch, or of the
 * asynchronous processing that this one has started. Thread-safe.
 */
final class RequestTimes {

    private final HttpTimings timings;

    RequestTimes(HttpTimings timings) {
        this.timings = timings;
    }

    void pass(HttpServletRequest request, HttpServletResponse response, Boundary.Inside inside)
            throws IOException, ServletException {
        // Read first: a dispatch to another servlet may change the mapping.
        String endpoint = request.getHttpServletMapping().getServletName();
        long start = System.nanoTime();
        boolean failed = true;
        try {
            inside.serve();
            failed = false;
        } finally {
            if (failed) {
                // The container sets the status when it handles the exception.
                record(endpoint, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, start);
            } else if (!request.isAsyncStarted() || !awaitsEnd(request, response, endpoint, start)) {
                record(endpoint, response.getStatus(), start);
            }
        }
    }

    private void record(String endpoint, int status, long start) {
        timings.record(endpoint, status, System.nanoTime() - start);
    }

    private boolean awaitsEnd(HttpServletRequest request, HttpServletResponse response, String endpoint, long start) {
        try {
            AsyncEnd.listen(request, response, status -> record(endpoint, status, start));
            return true;
        } catch (IllegalStateException ended) {
            return false;
        }
    }
}
