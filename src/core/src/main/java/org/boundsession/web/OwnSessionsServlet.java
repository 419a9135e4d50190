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
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.web.Query.MalformedException;

/**
 * Lists and ends the sessions of the caller's user: {@code GET} a page, {@code DELETE} one by its handle, or with {@code
 * ?others=true} all but the caller's own.
 */
public final class OwnSessionsServlet extends HttpServlet implements SessionsEndpoint.Scope {

    private static final long serialVersionUID = 1L;

    private static final String OTHERS = "others";

    private transient SessionsEndpoint endpoint;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public OwnSessionsServlet() {}

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
            SessionAdministration sessions, Query query, BoundSession caller, Optional<Position> after, int limit) {
        return sessions.listOwn(caller.user(), after, limit);
    }

    @Override
    public boolean end(SessionAdministration sessions, String handle, BoundSession caller, EndCause cause) {
        return sessions.endOwn(caller.user(), handle, cause);
    }

    @Override
    public Optional<EndedPage> endSeveral(
            SessionAdministration sessions, Query query, BoundSession caller, Optional<Position> after, EndCause cause)
            throws MalformedException {
        query.requireOnly(Set.of(OTHERS, SessionsEndpoint.AFTER));
        if (!query.text(OTHERS).equals(Optional.of("true"))) {
            throw new MalformedException("others must be true; POST to /logout ends the session of this request");
        }
        return sessions.endOthers(after, caller, cause);
    }
}
