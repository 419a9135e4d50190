package org.boundsession.session;

import org.boundsession.keys.Sha256;

/** Normalizes session ids, and digests them for logs. */
public final class SessionIds {

    private SessionIds() {}

    /**
     * Returns the id up to its first {@code .}: after that, a container appends its route, which may change at
     * failover.
     */
    public static String withoutRoute(String id) {
        int route = id.indexOf('.');
        return route < 0 ? id : id.substring(0, route);
    }

    /** Returns SHA-256 of the id, in lower-case hexadecimal digits. The id cannot be derived from it. */
    public static String key(String id) {
        return Sha256.hex(id);
    }
}
