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
        String path = sent(request, AsyncContext.ASYNC_REQUEST_URI, RequestDispatcher.FORWARD_REQUEST_URI)
                .orElseGet(request::getRequestURI);
        String context = request.getContextPath();
        if (external == null || !path.startsWith(context)) {
            return path;
        }
        String root = external.getRawPath();
        return (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path.substring(context.length());
    }

    /** Returns the query as sent, after a question mark, which is present without a query too; the value of {@code @query}. */
    public String query(HttpServletRequest request) {
        Optional<String> path = sent(request, AsyncContext.ASYNC_REQUEST_URI, RequestDispatcher.FORWARD_REQUEST_URI);
        String query = path.isEmpty()
                ? request.getQueryString()
                : sent(request, AsyncContext.ASYNC_QUERY_STRING, RequestDispatcher.FORWARD_QUERY_STRING)
                        .orElse(null);
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

    /** Returns what the container keeps of the request before a dispatch; empty before any dispatch. */
    private static Optional<String> sent(HttpServletRequest request, String async, String forward) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            return Optional.empty();
        }
        Object value = request.getAttribute(forward);
        return Optional.ofNullable((String) (value == null ? request.getAttribute(async) : value));
    }

    @Override
    public String toString() {
        return "RequestTarget";
    }
}
