package org.boundsession.binding;

/** What of a session id is the session's own, and a name for it that does not lead back to it. */
final class SessionIds {

    private SessionIds() {}

    /** Drops what follows the first {@code .}: a container appends its route there and may change it at failover. */
    static String withoutRoute(String id) {
        int route = id.indexOf('.');
        return route < 0 ? id : id.substring(0, route);
    }

    /** SHA-256 of the id, in lower-case hexadecimal digits. */
    static String key(String id) {
        return Sha256.hex(id);
    }
}
