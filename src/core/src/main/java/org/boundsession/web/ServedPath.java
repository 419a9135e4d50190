package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The path that a request is served by, as an attribute of the request for the access log: without query and path
 * parameters, and percent-encoded, because a blank in a path would forge further fields of the log line. A request with
 * the attribute has reached the guard. Thread-safe.
 */
final class ServedPath {

    private static final String ATTRIBUTE = "org.boundsession.path";

    private final String contextPath;

    ServedPath(ServletContext context) {
        contextPath = UriPath.of(context);
    }

    /** Returns the decoded path below the context root, as the container has normalized it. */
    static String of(HttpServletRequest request) {
        String pathInfo = request.getPathInfo();
        return pathInfo == null ? request.getServletPath() : request.getServletPath() + pathInfo;
    }

    void setOn(HttpServletRequest request, String path) {
        String encoded = UriPath.encode(path);
        request.setAttribute(ATTRIBUTE, contextPath.isEmpty() ? encoded : contextPath + encoded);
    }

    static boolean isSetOn(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }
}
