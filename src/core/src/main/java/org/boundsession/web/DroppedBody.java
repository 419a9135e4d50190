package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import org.boundsession.keys.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request body that was read and dropped. Immutable.
 *
 * @param isEmpty whether it had no bytes
 * @param sha256 its digest; that of no bytes if the request has no header {@code Content-Digest}
 */
record DroppedBody(boolean isEmpty, byte[] sha256) {

    private static final String ATTRIBUTE = DroppedBody.class.getName();
    private static final byte[] OF_NOTHING = Sha256.digest(new byte[0]);

    /**
     * Returns what is known of a body.
     *
     * @param bytes the number of its bytes
     * @param digest has taken them; null if nobody has asked for their digest
     */
    static DroppedBody of(long bytes, @Nullable MessageDigest digest) {
        return new DroppedBody(bytes == 0, digest == null ? OF_NOTHING : digest.digest());
    }

    /** Returns what was dropped before the request was dispatched; null if nothing was. */
    static @Nullable DroppedBody of(HttpServletRequest request) {
        return (DroppedBody) request.getAttribute(ATTRIBUTE);
    }

    void setOn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
