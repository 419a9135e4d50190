package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells a load balancer that the application runs, and, at the path that ends in {@code ready}, whether it can serve: not
 * while the session store is down.
 */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Web web;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // init is the constructor of what a container makes
    public HealthServlet() {}

    @Override
    public void init() {
        web = Web.of(getServletContext());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().endsWith("/ready") && !web.isReady()) {
            web.answers().refuse(response, Refusal.STORE_UNAVAILABLE);
            return;
        }
        web.answers().ok(response, json -> json.writeStringField("status", "UP"));
    }
}
