package org.boundsession.binding;

/** What of a session id is the session's own. */
final class SessionIds {

    private SessionIds() {}

    /** Drops what follows the first {@code .}: a container appends its route there and may change it at failover. */
    static String withoutRoute(String id) {
        int route = id.indexOf('.');
        return route < 0 ? id : id.substring(0, route);
    }
}
