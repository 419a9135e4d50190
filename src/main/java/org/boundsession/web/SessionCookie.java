package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The session cookie as {@code web.xml} declares it, for what the container does not do: deleting it at the client, and
 * carrying ids of sessions that live elsewhere. Thread-safe.
 */
final class SessionCookie {

    /** What has a setter of its own, or says how long the cookie lives. */
    private static final Set<String> OWN_SETTER = Set.of("domain", "expires", "httponly", "max-age", "path", "secure");

    private final String name;
    private final String path;
    private final @Nullable String domain;
    private final int maxAge;
    private final boolean httpOnly;
    private final boolean alwaysSecure;
    private final Map<String, String> attributes = new TreeMap<>();

    SessionCookie(ServletContext context) {
        SessionCookieConfig config = context.getSessionCookieConfig();
        name = config.getName() == null ? "JSESSIONID" : config.getName();
        path = config.getPath() == null ? context.getContextPath() : config.getPath();
        domain = config.getDomain();
        maxAge = config.getMaxAge();
        httpOnly = config.isHttpOnly();
        alwaysSecure = config.isSecure();
        config.getAttributes().forEach((attribute, value) -> {
            if (!OWN_SETTER.contains(attribute.toLowerCase(Locale.ROOT))) {
                attributes.put(attribute, value);
            }
        });
    }

    String name() {
        return name;
    }

    void delete(HttpServletRequest request, HttpServletResponse response) {
        add(request, response, "", 0);
    }

    void issue(HttpServletRequest request, HttpServletResponse response, String sessionId) {
        add(request, response, sessionId, maxAge);
    }

    private void add(HttpServletRequest request, HttpServletResponse response, String value, int age) {
        Cookie cookie = new Cookie(name, value);
        cookie.setMaxAge(age);
        cookie.setPath(path.isEmpty() ? "/" : path);
        if (domain != null) {
            cookie.setDomain(domain);
        }
        cookie.setHttpOnly(httpOnly);
        cookie.setSecure(alwaysSecure || request.isSecure());
        attributes.forEach(cookie::setAttribute);
        response.addCookie(cookie);
    }
}
