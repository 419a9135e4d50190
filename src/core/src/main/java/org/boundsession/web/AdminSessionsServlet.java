package org.boundsession.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.boundsession.admin.EndedPage;
import org.boundsession.admin.SessionAdministration;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.web.Query.MalformedException;

/**
 * Lists and ends the sessions of all users, for a role that {@code web.xml} states: {@code GET} a page, of one user with
 * {@code ?user=}, {@code DELETE} one by its handle, or with {@code ?user=} all of a user.
 */
public final class AdminSessionsServlet extends HttpServlet implements SessionsEndpoint.Scope {

    private static final long serialVersionUID = 1L;

    private static final String USER = "user";

    private transient SessionsEndpoint endpoint;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public AdminSessionsServlet() {}

    @Override
    public void init() {
        endpoint = new SessionsEndpoint(getServletContext(), this);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        endpoint.serve(request, response);
    }

    @Override
    public SessionPage list(
            SessionAdministration sessions, Query query, BoundSession caller, Optional<Position> after, int limit)
            throws MalformedException {
        return sessions.list(new SessionQuery(query.text(USER), after, limit));
    }

    @Override
    public boolean end(SessionAdministration sessions, String handle, BoundSession caller, EndCause cause) {
        return sessions.end(handle, cause);
    }

    @Override
    public Optional<EndedPage> endSeveral(
            SessionAdministration sessions, Query query, BoundSession caller, Optional<Position> after, EndCause cause)
            throws MalformedException {
        query.requireOnly(Set.of(USER, SessionsEndpoint.AFTER));
        String user = query.text(USER)
                .orElseThrow(() -> new MalformedException("user must be the name of the user whose sessions end"));
        return sessions.endPage(user, after, caller, cause);
    }
}
