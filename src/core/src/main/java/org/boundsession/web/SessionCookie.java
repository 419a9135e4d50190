package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.boundsession.session.BoundSession;

/**
 * The session cookie, for what the container does not do: it deletes the cookie at the client, renews its max-age, and
 * carries the ids of sessions in a store. Thread-safe.
 */
public final class SessionCookie {

    private final CookieTemplate template;
    private final String name;

    public SessionCookie(ServletContext context) {
        template = CookieTemplate.of(context);
        name = template.create("", false).getName();
    }

    /** Returns the values of all session cookies of a request, in their order. */
    public List<String> valuesIn(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return List.of();
        }
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .toList();
    }

    void issue(HttpServletRequest request, HttpServletResponse response, String sessionId) {
        response.addCookie(template.create(sessionId, request.isSecure()));
    }

    void delete(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = template.create("", request.isSecure());
        cookie.setMaxAge(0);
        response.addCookie(cookie);
    }

    /**
     * Renews the max-age of the session's cookie at the client. Sets nothing if the container has changed the session's
     * id for this request and sets a cookie itself.
     */
    void renew(HttpServletRequest request, HttpServletResponse response, BoundSession session) {
        if (!isSet(response)) {
            issue(request, response, valueOf(request, session));
        }
    }

    private boolean isSet(HttpServletResponse response) {
        return response.getHeaders("Set-Cookie").stream().anyMatch(header -> header.startsWith(name + "="));
    }

    /** Returns the value as the client sent it, with the route that a container has appended to the id. */
    private String valueOf(HttpServletRequest request, BoundSession session) {
        return valuesIn(request).stream()
                .filter(value -> isOf(session, value))
                .findFirst()
                .orElse(session.id());
    }

    private static boolean isOf(BoundSession session, String value) {
        return value.startsWith(session.id())
                && (value.length() == session.id().length()
                        || value.charAt(session.id().length()) == '.');
    }
}
