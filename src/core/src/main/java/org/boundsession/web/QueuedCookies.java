package org.boundsession.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cookies that a response sets so far. Some containers queue cookies of their own when the realm is asked, such as
 * Tomcat's {@code SingleSignOn} valve; an answer must bring the session's only.
 */
record QueuedCookies(List<String> values) {

    private static final String SET_COOKIE = "Set-Cookie";

    static QueuedCookies of(HttpServletResponse response) {
        return new QueuedCookies(List.copyOf(response.getHeaders(SET_COOKIE)));
    }

    /** Removes the cookies that were queued since. */
    void restoreTo(HttpServletResponse response) {
        if (response.getHeaders(SET_COOKIE).size() == values.size()) {
            return;
        }
        Map<String, Collection<String>> headers = new LinkedHashMap<>();
        response.getHeaderNames().forEach(name -> headers.put(name, new ArrayList<>(response.getHeaders(name))));
        // The only way in which a servlet removes a header.
        response.reset();
        headers.forEach((name, lines) -> {
            if (!name.equalsIgnoreCase(SET_COOKIE)) {
                lines.forEach(line -> response.addHeader(name, line));
            }
        });
        values.forEach(value -> response.addHeader(SET_COOKIE, value));
    }
}
