package org.boundsession.it;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;

/** Uses the session of its request in each of the ways that a servlet can, as the header {@code order} says. */
public final class SessionServlet extends HttpServlet {

    static final String NOTE = "a note of the owner";

    private static final long serialVersionUID = 1L;

    private static final String NONE = "none";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.getWriter().print(obey(request.getHeader("order"), request));
    }

    private static String obey(String order, HttpServletRequest request) throws ServletException {
        return switch (order) {
            case "write" -> write(request);
            case "read" -> read(request);
            case "read-async" -> readAsync(request);
            case "end" -> end(request);
            case "rename" -> rename(request);
            case "is-valid" -> String.valueOf(request.isRequestedSessionIdValid());
            default -> throw new ServletException("no such order");
        };
    }

    private static String write(HttpServletRequest request) {
        try {
            request.getSession().setAttribute("note", NOTE);
            return read(request);
        } catch (IllegalStateException refused) {
            return "refused: " + refused.getMessage();
        }
    }

    private static String read(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? NONE : String.valueOf(session.getAttribute("note"));
    }

    private static String readAsync(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        String note = read((HttpServletRequest) async.getRequest());
        async.complete();
        return note;
    }

    private static String end(HttpServletRequest request) {
        Optional<HttpSession> session = Optional.ofNullable(request.getSession(false));
        session.ifPresent(HttpSession::invalidate);
        return session.isPresent() ? "ended" : NONE;
    }

    private static String rename(HttpServletRequest request) {
        try {
            request.changeSessionId();
            return "renamed";
        } catch (IllegalStateException refused) {
            return "refused: " + refused.getMessage();
        }
    }
}
