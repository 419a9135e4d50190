package org.boundsession.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The error page of the application: answers errors with the same JSON as all other refusals. A direct request for its
 * path is answered with 404.
 */
public final class ErrorServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient Answers answers;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container calls init before any request
    public ErrorServlet() {}

    @Override
    public void init() {
        answers = Parts.of(getServletContext(), Answers.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // A client that sent too slowly has been answered already; the container closes the connection.
            return;
        }
        boolean called = request.getDispatcherType() == DispatcherType.ERROR;
        Object status = called ? request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) : null;
        answers.refuse(response, status instanceof Integer code ? refusal(code) : Refusal.NOT_FOUND);
    }

    private static Refusal refusal(int status) {
        return switch (status) {
            case 401 -> Refusal.LOGIN_REQUIRED;
            case 403 -> Refusal.accessDenied("this resource");
            case 404 -> Refusal.NOT_FOUND;
            case 405 -> Refusal.METHOD_NOT_ALLOWED;
            case 413 -> Refusal.BODY_TOO_LARGE;
            default ->
                status >= 500
                        ? Refusal.of(status, "internal_error", "Internal server error. See the log of the server")
                        : Refusal.of(status, "request_refused", "The request was refused");
        };
    }
}
