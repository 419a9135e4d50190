package org.boundsession.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener for events of sessions, logins and the store. Each event is reported once, by the node that causes it.
 * Implementations override the methods of the events that they need; they must be thread-safe, and must neither block
 * nor throw.
 *
 * <p>A user is a user's name as the realm spells it; a key is
 * SHA-256 of a session id, in lower-case hexadecimal digits.
 */
public interface SessionEvents {

    /** Returns a listener that forwards each event to all of these, in their order. */
    static SessionEvents all(List<SessionEvents> listeners) {
        return new AllSessionEvents(listeners);
    }

    /** A login opened the session. */
    default void opened(BoundSession session, Requester requester) {}

    /** The session ended. */
    default void ended(String key, String user, EndCause cause) {}

    /**
     * A request presented wrong evidence, and the limit of mismatches allows another attempt.
     *
     * @param what what did not match
     */
    default void mismatched(BoundSession session, Requester requester, String what) {}

    /** The session lacks the role that a servlet requires. */
    default void accessDenied(BoundSession session, Requester requester, String role) {}

    /**
     * The credentials were refused.
     *
     * @param user the user's name as the client sent it; null if the credentials are malformed
     */
    default void loginRefused(@Nullable String user, Requester requester) {}

    /** A login was refused without checking its credentials, because too many logins have failed before. */
    default void loginThrottled(@Nullable String user, Requester requester) {}

    /**
     * An administrator allowed logins that failures had blocked.
     *
     * @param address the address, or the prefix of an IPv6 network
     * @param user the user's name; null if the address was lifted for all users
     */
    default void throttleLifted(BoundSession admin, Requester requester, String address, @Nullable String user) {}

    /** A stored session was rejected because its seal is not valid. */
    default void tampered(String key) {}

    /**
     * The store became unavailable.
     *
     * @param reason without any data of a session
     */
    default void storeDown(String reason) {}

    /** The store is available again. */
    default void storeUp() {}
}
