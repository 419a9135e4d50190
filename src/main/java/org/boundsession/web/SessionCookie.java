package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.boundsession.binding.BoundSession;

/**
 * The session cookie, for what the container does not do: deleting it at the client, renewing its age, and carrying ids of
 * sessions that live elsewhere. Thread-safe.
 */
final class SessionCookie {

    private final CookieTemplate template;
    private final String name;

    SessionCookie(ServletContext context) {
        template = CookieTemplate.of(context);
        name = template.create("", false).getName();
    }

    String name() {
        return name;
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
     * Gives the client's cookie of that session its full age again. Nothing is sent if the container has renamed the
     * session for this request and says so itself.
     */
    void renew(HttpServletRequest request, HttpServletResponse response, BoundSession session) {
        if (!isSet(response)) {
            issue(request, response, valueOf(request, session));
        }
    }

    private boolean isSet(HttpServletResponse response) {
        return response.getHeaders("Set-Cookie").stream().anyMatch(header -> header.startsWith(name + "="));
    }

    /** As the client sent it, with the route that a container has appended to the id. */
    private String valueOf(HttpServletRequest request, BoundSession session) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name) && isOf(session, cookie.getValue())) {
                    return cookie.getValue();
                }
            }
        }
        return session.id();
    }

    private static boolean isOf(BoundSession session, String value) {
        return value.startsWith(session.id())
                && (value.length() == session.id().length()
                        || value.charAt(session.id().length()) == '.');
    }
}
