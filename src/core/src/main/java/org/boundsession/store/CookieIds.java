package org.boundsession.store;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;

/** Creates ids for stored sessions, and reads them from the session cookies of requests. Thread-safe. */
public final class CookieIds {

    /**
     * A request may carry several session cookies, of different paths or domains, and stale ones first. Here each one
     * costs a call of the store, so their number is limited.
     */
    private static final int MAX_LOOK_UPS = 8;

    private final SignedIds ids;
    private final Function<HttpServletRequest, List<String>> cookies;

    /** @param cookies the values of all session cookies of a request, in their order */
    public CookieIds(SignedIds ids, Function<HttpServletRequest, List<String>> cookies) {
        this.ids = ids;
        this.cookies = cookies;
    }

    String create() {
        return ids.create();
    }

    /** Returns the ids that this application has signed, in the order of the cookies. */
    List<String> genuineIn(HttpServletRequest request) {
        return cookies.apply(request).stream()
                .filter(ids::verify)
                .distinct()
                .limit(MAX_LOOK_UPS)
                .toList();
    }
}
