package org.boundsession.binding;

import org.jspecify.annotations.Nullable;

/**
 * Listens to what happens to sessions, logins and the store. Each event is reported once, by the node that causes it.
 * Implementations override what they want to hear; they must be thread-safe, and must neither wait nor throw.
 *
 * <p>A client is the text of its {@link ClientAddress}; a user is the realm's name of one; a key is SHA-256 of a session's id,
 * in lower-case hexadecimal digits.
 */
public interface SessionEvents {

    /** A login opened the session. */
    default void opened(BoundSession session, String client) {}

    /** The session ended. */
    default void ended(String key, String user, EndCause cause) {}

    /** Wrong evidence that {@code mismatch-limit} tolerates. */
    default void mismatched(BoundSession session, String client) {}

    /** The session lacks the role that a servlet asks for. */
    default void accessDenied(BoundSession session, String client, String role) {}

    /** @param user as the client spelled it; null if the credentials are malformed */
    default void loginRefused(@Nullable String user, String client) {}

    /** A login was not looked at, because too many have failed before. */
    default void loginThrottled(@Nullable String user, String client) {}

    /** A stored session was found whose seal does not fit. */
    default void tampered(String key) {}

    /** @param reason without data of a session */
    default void storeDown(String reason) {}

    default void storeUp() {}
}
