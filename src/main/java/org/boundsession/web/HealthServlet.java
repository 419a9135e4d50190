package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells a load balancer that the application runs. That it answers at all is the answer: it is deployed as a whole or not.
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
        web.answers().ok(response, json -> json.writeStringField("status", "UP"));
    }
}
