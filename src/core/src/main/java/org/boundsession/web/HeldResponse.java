package org.boundsession.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * Keeps a small response in the container's buffer until the request's body has been read. With a content length, the
 * last byte would commit the response, and some containers would then close the body (Jakarta Servlet 6.0, section
 * 5.7).
 */
final class HeldResponse extends HttpServletResponseWrapper {

    HeldResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void setContentLength(int length) {
        // The container determines it.
    }

    @Override
    public void setContentLengthLong(long length) {
        // The container determines it.
    }
}
