package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;

/** Makes session cookies with the name, path, domain and attributes of those that the container makes. Thread-safe. */
@FunctionalInterface
interface CookieTemplate {

    /** A cookie that lives as long as a new session's. */
    Cookie create(String value, boolean secure);

    /** @throws IllegalStateException if the settings of the container cannot be read */
    static CookieTemplate of(ServletContext context) {
        return TomcatCookie.of(context).orElseGet(() -> DeclaredCookie.of(context));
    }
}
