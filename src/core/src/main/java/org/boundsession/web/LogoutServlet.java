package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.boundsession.session.EndCause;

/**
 * Ends the bound session of a request that the filter has admitted.
 */
public final class LogoutServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient SessionCookie cookie;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // init is the constructor of what a container makes
    public LogoutServlet() {}

    @Override
    public void init() {
        cookie = Parts.of(getServletContext(), SessionCookie.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        // Of several at once one ends the session, and all may say so: it is over.
        BoundRequest.sessionOf(request).end(EndCause.logout(request));
        cookie.delete(request, response);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
