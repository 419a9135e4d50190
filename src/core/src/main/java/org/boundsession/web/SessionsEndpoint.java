package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.boundsession.admin.EndedPage;
import org.boundsession.admin.SessionAdministration;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionIds;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.SteadyClock;
import org.boundsession.web.Query.MalformedException;

/**
 * Lists and ends sessions: {@code GET} a page, {@code DELETE} one by its handle as the rest of the path, or several by a
 * parameter. Thread-safe. Every answer to a handle that may not be ended is 404, so that it does not tell whether there is
 * such a session.
 */
final class SessionsEndpoint {

    /** The parameter from which position a request goes on. */
    static final String AFTER = "after";

    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;

    private final Answers answers;
    private final SessionListAnswer list;
    private final SessionAdministration sessions;
    private final Scope scope;

    /** Whose sessions a caller may see and end. */
    interface Scope {

        /** Returns a page of sessions. */
        SessionPage list(
                SessionAdministration sessions, Query query, BoundSession caller, Optional<Position> after, int limit)
                throws MalformedException;

        /** Ends one session. Returns false if there is none that the caller may end. */
        boolean end(SessionAdministration sessions, String handle, BoundSession caller, EndCause cause);

        /** Ends a page of several sessions. Empty if the caller's session has ended meanwhile. */
        Optional<EndedPage> endSeveral(
                SessionAdministration sessions,
                Query query,
                BoundSession caller,
                Optional<Position> after,
                EndCause cause)
                throws MalformedException;
    }

    SessionsEndpoint(ServletContext context, Scope scope) {
        this.answers = Parts.of(context, Answers.class);
        this.sessions = Parts.of(context, SessionAdministration.class);
        this.list = new SessionListAnswer(answers, Parts.of(context, SteadyClock.class));
        this.scope = scope;
    }

    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        BoundSession caller = BoundRequest.sessionOf(request).session();
        Query query = Query.of(request);
        String handle = handle(request);
        try {
            if (!request.getMethod().equals("DELETE")) {
                list(query, handle, caller, response);
            } else if (handle.isEmpty()) {
                answer(scope.endSeveral(sessions, query, caller, after(query), cause(caller, request)), response);
            } else {
                end(handle, caller, cause(caller, request), response);
            }
        } catch (MalformedException malformed) {
            answers.refuse(response, malformed.refusal());
        }
    }

    /** Returns the rest of the path; empty if the request is for several sessions. */
    private static String handle(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? "" : rest.substring(1);
    }

    private static EndCause cause(BoundSession caller, HttpServletRequest request) {
        return EndCause.revokedBy(caller.user(), Requester.of(request));
    }

    /** Returns the handle of the caller's session. */
    static String handleOf(BoundSession caller) {
        return SessionIds.key(caller.id());
    }

    private void list(Query query, String handle, BoundSession caller, HttpServletResponse response)
            throws IOException, MalformedException {
        if (!handle.isEmpty()) {
            answers.refuse(response, Refusal.NOT_FOUND);
            return;
        }
        int limit = query.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        list.send(response, scope.list(sessions, query, caller, after(query), limit), handleOf(caller));
    }

    private void answer(Optional<EndedPage> page, HttpServletResponse response) throws IOException {
        if (page.isEmpty()) {
            answers.refuse(response, Refusal.LOGIN_REQUIRED);
            return;
        }
        answers.ok(response, json -> {
            json.writeNumberField("ended", page.get().ended());
            SessionListAnswer.writeNext(json, page.get().next());
        });
    }

    private static Optional<Position> after(Query query) throws MalformedException {
        Optional<String> text = query.text(AFTER);
        Optional<Position> position = text.flatMap(Position::parse);
        if (text.isPresent() && position.isEmpty()) {
            throw new MalformedException("after must be the value of next in the answer before");
        }
        return position;
    }

    private void end(String handle, BoundSession caller, EndCause cause, HttpServletResponse response)
            throws IOException {
        if (scope.end(sessions, handle, caller, cause)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            answers.refuse(response, Refusal.NOT_FOUND);
        }
    }
}
