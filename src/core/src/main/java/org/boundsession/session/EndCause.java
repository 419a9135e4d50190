package org.boundsession.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Why a session ended. It holds no container objects, because an end may be reported long after the request.
 * Immutable.
 *
 * @param client the address of the client whose request ended the session; null if no request did
 * @param newUser the user whose login replaced the session; null for any other reason
 */
public record EndCause(
        Reason reason, @Nullable String client, @Nullable String newUser) {

    /** The session reached its idle timeout or its absolute end. */
    public static final EndCause EXPIRED = new EndCause(Reason.EXPIRED, null, null);

    /** The user reached {@code sessions-per-user}, and a newer session replaced this one. */
    public static final EndCause QUOTA = new EndCause(Reason.QUOTA, null, null);

    /** The container ended the session, for example because an administrator or a servlet invalidated it. */
    public static final EndCause REVOKED = new EndCause(Reason.REVOKED, null, null);

    /** The reason for the end of a session. */
    public enum Reason {
        LOGOUT,
        MISMATCH,
        EXPIRED,
        REPLACED,
        QUOTA,
        REVOKED
    }

    public static EndCause logout(HttpServletRequest request) {
        return new EndCause(Reason.LOGOUT, clientOf(request), null);
    }

    public static EndCause mismatch(HttpServletRequest request) {
        return new EndCause(Reason.MISMATCH, clientOf(request), null);
    }

    public static EndCause replacedBy(String newUser, HttpServletRequest request) {
        return new EndCause(Reason.REPLACED, clientOf(request), newUser);
    }

    private static String clientOf(HttpServletRequest request) {
        return ClientAddress.of(request).text();
    }

    @Override
    public String toString() {
        return "EndCause " + reason;
    }
}
