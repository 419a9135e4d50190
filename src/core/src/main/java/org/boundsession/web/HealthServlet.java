package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.boundsession.binding.BoundSessions;

/**
 * Health checks for load balancers: liveness and, at the path that ends in {@code /ready}, readiness, which fails with
 * 503 while the session store is unavailable.
 */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Answers answers;
    private transient BoundSessions sessions;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public HealthServlet() {}

    @Override
    public void init() {
        answers = Parts.of(getServletContext(), Answers.class);
        sessions = Parts.of(getServletContext(), BoundSessions.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().endsWith("/ready") && !sessions.isAvailable()) {
            answers.refuse(response, Refusal.STORE_UNAVAILABLE);
            return;
        }
        answers.ok(response, json -> json.writeStringField("status", "UP"));
    }
}
