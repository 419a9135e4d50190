package org.boundsession.store;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;

/** The ids of sessions in a store, as the session cookies of requests carry them. Thread-safe. */
public final class CookieIds {

    /**
     * Cookies of several paths or domains may come together, and dead ones first. A container looks at all of them, in
     * memory; here each one is a call of the store, which many of them would keep busy.
     */
    private static final int MAX_LOOK_UPS = 8;

    private final SignedIds ids;
    private final Function<HttpServletRequest, List<String>> cookies;

    /** @param cookies the values of all session cookies that a request brings, in their order */
    public CookieIds(SignedIds ids, Function<HttpServletRequest, List<String>> cookies) {
        this.ids = ids;
        this.cookies = cookies;
    }

    String create() {
        return ids.create();
    }

    /** The ids that this application has signed, in the order of the cookies. */
    List<String> genuineIn(HttpServletRequest request) {
        return cookies.apply(request).stream()
                .filter(ids::verify)
                .distinct()
                .limit(MAX_LOOK_UPS)
                .toList();
    }
}
