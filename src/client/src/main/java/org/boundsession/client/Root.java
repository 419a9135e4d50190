package org.boundsession.client;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The context root of the application, the only place to which cookie and secret are sent; its path ends with a slash.
 * Immutable.
 */
final class Root {

    private static final String SLASH = "(?:[/\\\\]|%(?:25)*(?:2f|5c))";
    private static final String DOT = "(?:\\.|%(?:25)*2e)";

    /**
     * A segment "." or "..", however it is encoded and with path parameters: servers and proxies disagree on what such
     * a path names (RFC 3986, section 5.2.4), so that it could lead out of the application.
     */
    private static final Pattern DOT_SEGMENT = Pattern.compile(
            "(?:^|" + SLASH + ")" + DOT + "{1,2}(?:(?:;|%(?:25)*3b)[^/]*)?(?:" + SLASH + "|$)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

    private final URI uri;

    private Root(URI uri) {
        this.uri = uri;
    }

    /** @throws IllegalArgumentException if the URI is not a plain http or https URI; the message does not quote it */
    static Root of(URI uri) {
        if (!isHttp(uri) || uri.getHost() == null) {
            throw new IllegalArgumentException("root: expected an absolute http or https URI with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("root: expected a URI without user, query and fragment");
        }
        if (hasDotSegment(uri.getRawPath()) || uri.getRawPath().contains("//")) {
            throw new IllegalArgumentException("root: expected a path without dot segments and double slashes");
        }
        return new Root(uri.getRawPath().endsWith("/") ? uri : URI.create(uri + "/"));
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean hasDotSegment(String rawPath) {
        return DOT_SEGMENT.matcher(rawPath).find();
    }

    URI uri() {
        return uri;
    }

    URI resolve(String path) {
        return uri.resolve(path);
    }

    /** @throws IllegalArgumentException if the URI is not below this root */
    void requireBelow(URI target) {
        if (!isSameOrigin(target)) {
            throw new IllegalArgumentException("request: expected scheme, host and port of " + uri);
        }
        String path = target.getRawPath();
        if (!path.startsWith(uri.getRawPath()) || hasDotSegment(path)) {
            throw new IllegalArgumentException("request: expected a path below " + uri + " without dot segments");
        }
    }

    private boolean isSameOrigin(URI target) {
        return uri.getScheme().equalsIgnoreCase(target.getScheme())
                && uri.getHost().equalsIgnoreCase(target.getHost())
                && port(uri) == port(target)
                && target.getRawUserInfo() == null;
    }

    private static int port(URI uri) {
        if (uri.getPort() != -1) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** Returns whether password and secret travel over a network in clear text. */
    boolean isClearText() {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = host.equals("localhost") || LOOPBACK.matcher(host).matches() || host.equals("[::1]");
        return "http".equalsIgnoreCase(uri.getScheme()) && !loopback;
    }
}
