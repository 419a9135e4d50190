package org.boundsession.binding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
