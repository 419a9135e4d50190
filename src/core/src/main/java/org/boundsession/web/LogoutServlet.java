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
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public LogoutServlet() {}

    @Override
    public void init() {
        cookie = Parts.of(getServletContext(), SessionCookie.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        // Of concurrent logouts only one ends the session, but each may answer that it has ended.
        BoundRequest.sessionOf(request).end(EndCause.logout(request));
        cookie.delete(request, response);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
