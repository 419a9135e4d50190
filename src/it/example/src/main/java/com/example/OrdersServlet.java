package com.example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.boundsession.session.BoundSession;

/** Says who asks, by the servlet API and by the admitted session. */
public final class OrdersServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        BoundSession session = (BoundSession) request.getAttribute(BoundSession.ATTRIBUTE);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print("Orders of " + request.getRemoteUser() + ", bound by " + session.kind());
    }
}
