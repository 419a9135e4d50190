package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.boundsession.audit.AuditEvent.Kind;

/**
 * Ends the bound session of a request that the filter has admitted.
 */
public final class LogoutServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Web web;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // init is the constructor of what a container makes
    public LogoutServlet() {}

    @Override
    public void init() {
        web = Web.of(getServletContext());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        web.sessions().find(request).ifPresent(session -> {
            web.sessions().end(session);
            web.audit().of(Kind.LOGOUT, request, session, null);
        });
        web.cookie().delete(request, response);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
