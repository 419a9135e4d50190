package org.boundsession.binding;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The derived components of requests (RFC 9421, section 2.2) as clients see them: path and query as they were sent, not
 * decoded and not normalized, also after a dispatch. Immutable and thread-safe.
 */
public final class RequestTarget {

    private final @Nullable URI external;

    /** @param external the application's root as clients see it; empty if proxies pass it on unchanged */
    public RequestTarget(Optional<URI> external) {
        this.external = external.orElse(null);
    }

    /** Returns the path as sent, percent-encoded; the value of {@code @path}. */
    public String path(HttpServletRequest request) {
        String dispatched = dispatchedPath(request);
        String path = dispatched == null ? request.getRequestURI() : dispatched;
        return external == null ? path : external(path, request.getContextPath(), external.getRawPath());
    }

    private static String external(String path, String context, String root) {
        if (!path.startsWith(context)) {
            return path;
        }
        return (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path.substring(context.length());
    }

    /**
     * Returns the query as sent, after a question mark, which is present without a query too; the value of {@code
     * @query}.
     */
    public String query(HttpServletRequest request) {
        String query = dispatchedPath(request) == null
                ? request.getQueryString()
                : kept(request, AsyncContext.ASYNC_QUERY_STRING, RequestDispatcher.FORWARD_QUERY_STRING);
        return query == null ? "?" : '?' + query;
    }

    /** Returns host and port in lower case, without the default port; the value of {@code @authority}. */
    public String authority(HttpServletRequest request) {
        String host = external == null ? request.getHeader("Host") : external.getRawAuthority();
        String authority = (host == null ? request.getServerName() + ':' + request.getServerPort() : host.strip())
                .toLowerCase(Locale.ROOT);
        return withoutSuffix(withoutSuffix(authority, ":80"), ":443");
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    /** Returns the path as sent of a request that was dispatched; null if it was not. */
    private static @Nullable String dispatchedPath(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.REQUEST
                ? null
                : kept(request, AsyncContext.ASYNC_REQUEST_URI, RequestDispatcher.FORWARD_REQUEST_URI);
    }

    /** Returns what the container keeps of the request before a dispatch. */
    private static @Nullable String kept(HttpServletRequest request, String async, String forward) {
        Object value = request.getAttribute(forward);
        return (String) (value == null ? request.getAttribute(async) : value);
    }

    @Override
    public String toString() {
        return "RequestTarget";
    }
}
