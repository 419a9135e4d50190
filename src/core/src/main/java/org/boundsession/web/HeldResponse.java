package org.boundsession.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * Keeps a small answer in the container's buffer until the request's body has been read: if its length were announced, its
 * last byte would commit it, and close the body on some containers (Jakarta Servlet 6.0, section 5.7).
 */
final class HeldResponse extends HttpServletResponseWrapper {

    HeldResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void setContentLength(int length) {
        // The container finds it out.
    }

    @Override
    public void setContentLengthLong(long length) {
        // The container finds it out.
    }
}
