package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The session cookie, for what the container does not do: deleting it at the client, and carrying
 * ids of sessions that live elsewhere. Thread-safe.
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
}
