package org.boundsession.binding;

/** Normalizes session ids, and digests them for logs. */
final class SessionIds {

    private SessionIds() {}

    /**
     * Returns the id up to its first {@code .}: after that, a container appends its route, which may change at
     * failover.
     */
    static String withoutRoute(String id) {
        int route = id.indexOf('.');
        return route < 0 ? id : id.substring(0, route);
    }

    /** Returns SHA-256 of the id, in lower-case hexadecimal digits. The id cannot be derived from it. */
    static String key(String id) {
        return Sha256.hex(id);
    }
}
