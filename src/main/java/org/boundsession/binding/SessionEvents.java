package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Listens to what happens to bound sessions. Each event is reported once, by the node that causes it. Implementations must
 * be thread-safe and must not throw.
 */
public interface SessionEvents {

    /** A login opened the session. */
    void opened(BoundSession session, HttpServletRequest request);

    /**
     * The session ended.
     *
     * @param key SHA-256 of the session's id, in lower-case hexadecimal digits
     * @param user the realm's name of the user
     */
    void ended(String key, String user, EndCause cause);
}
