package org.boundsession.it;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Uses the session of a request for as long as another request wants, as the query string says. */
public final class HoldingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int PATIENCE_SECONDS = 60;

    private final AtomicInteger holding = new AtomicInteger();
    private final Semaphore releases = new Semaphore(0);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (request.getQueryString()) {
            case "hold" -> hold(request);
            case "release" -> releases.release();
            case "holding" -> {}
            default -> throw new ServletException("no such order");
        }
        response.getWriter().print(holding.get());
    }

    private void hold(HttpServletRequest request) throws ServletException {
        request.getSession(false).setAttribute("note", "written before the wait");
        holding.incrementAndGet();
        try {
            if (!releases.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ServletException("nobody released this request");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            holding.decrementAndGet();
        }
    }
}
