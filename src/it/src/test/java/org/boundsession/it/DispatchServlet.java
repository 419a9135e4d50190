package org.boundsession.it;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Dispatches a request in each of the ways that a servlet can, as the query string says. */
public final class DispatchServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String[] order = request.getQueryString().split(":");
        String target = order[1];
        switch (order[0]) {
            case "forward" -> request.getRequestDispatcher(target).forward(request, response);
            case "include" -> request.getRequestDispatcher(target).include(request, response);
            case "async" -> {
                AsyncContext async = request.startAsync();
                async.dispatch(target);
            }
            case "error" -> response.sendError(Integer.parseInt(target), "a message that stays inside");
            case "throw" -> throw new IllegalStateException("a message that stays inside");
            case "who" ->
                response.getWriter()
                        .print(request.getRemoteUser() + " "
                                + request.getUserPrincipal().getName() + " "
                                + request.isUserInRole("general") + " " + request.isUserInRole("admin") + " "
                                + request.getAuthType());
            case "rename" -> request.changeSessionId();
            default -> throw new ServletException("no such order");
        }
    }
}
