package org.boundsession.it;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A host's filter that runs before the guard, and forwards or includes what the client names. */
public final class ForwardingFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String forward = request.getParameter("forward");
        String include = request.getParameter("include");
        if (forward == null && include == null) {
            chain.doFilter(request, response);
            return;
        }
        RequestDispatcher target = request.getRequestDispatcher(forward == null ? include : forward);
        if (forward == null) {
            target.include(request, response);
        } else {
            target.forward(request, response);
        }
    }
}
