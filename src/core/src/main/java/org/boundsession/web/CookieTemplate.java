package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;

/** Creates session cookies with the same name, path, domain and attributes as the container's own. Thread-safe. */
@FunctionalInterface
interface CookieTemplate {

    /** Returns a cookie with the max-age of a new session's. */
    Cookie create(String value, boolean secure);

    /** @throws IllegalStateException if the settings of the container cannot be read */
    static CookieTemplate of(ServletContext context) {
        return TomcatCookie.of(context).orElseGet(() -> DeclaredCookie.of(context));
    }
}
