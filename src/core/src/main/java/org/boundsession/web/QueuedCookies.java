package org.boundsession.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of the cookies that a response sets. Some containers add cookies of their own during authentication, such
 * as Tomcat's {@code SingleSignOn} valve; a response must set the session's only.
 */
record QueuedCookies(List<String> values) {

    private static final String SET_COOKIE = "Set-Cookie";

    static QueuedCookies of(HttpServletResponse response) {
        return new QueuedCookies(List.copyOf(response.getHeaders(SET_COOKIE)));
    }

    /** Removes the cookies that were added after the snapshot. */
    void restoreTo(HttpServletResponse response) {
        if (response.getHeaders(SET_COOKIE).size() == values.size()) {
            return;
        }
        Map<String, Collection<String>> headers = new LinkedHashMap<>();
        response.getHeaderNames().forEach(name -> headers.put(name, new ArrayList<>(response.getHeaders(name))));
        // A servlet has no other way to remove a header.
        response.reset();
        headers.forEach((name, lines) -> {
            if (!name.equalsIgnoreCase(SET_COOKIE)) {
                lines.forEach(line -> response.addHeader(name, line));
            }
        });
        values.forEach(value -> response.addHeader(SET_COOKIE, value));
    }
}
