package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** A request body in memory. The array must not be changed. */
record BufferedBody(byte[] bytes) {

    static final BufferedBody EMPTY = new BufferedBody(new byte[0]);

    private static final String ATTRIBUTE = BufferedBody.class.getName();

    /** Returns the body that was read before the servlet is called; null if none was. */
    static @Nullable BufferedBody of(HttpServletRequest request) {
        return (BufferedBody) request.getAttribute(ATTRIBUTE);
    }

    void setOn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Returns the request for a servlet, which can read the body as if nobody had read it before. */
    static HttpServletRequest unread(HttpServletRequest request, HttpServletResponse response) {
        BufferedBody body = of(request);
        return body == null ? request : new BufferedRequest(request, response, body.bytes());
    }
}
