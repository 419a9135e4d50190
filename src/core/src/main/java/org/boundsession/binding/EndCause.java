package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Why a session ended. It may be reported long after the request, so it holds nothing of a container. Immutable.
 *
 * @param client the address of the client whose request ended it, null if no request did
 * @param newUser the user whose login replaced it, null for another reason
 */
public record EndCause(
        Reason reason, @Nullable String client, @Nullable String newUser) {

    /** The session idled too long or reached its absolute end. */
    public static final EndCause EXPIRED = new EndCause(Reason.EXPIRED, null, null);

    /** A newer session of the same user took its place. */
    public static final EndCause QUOTA = new EndCause(Reason.QUOTA, null, null);

    /** The container ended it, or an administrator by its means. */
    public static final EndCause REVOKED = new EndCause(Reason.REVOKED, null, null);

    /** One constant for each way in which a session ends. */
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

    static EndCause mismatch(HttpServletRequest request) {
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
