package org.boundsession.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Why a session ended. It holds no container objects, because an end may be reported long after the request.
 * Immutable.
 *
 * @param requester whose request ended the session; null if no request did
 * @param user the user whose login replaced the session, or who revoked it; null for any other reason
 * @param mismatch what did not match; null unless the session ended by a mismatch
 */
public record EndCause(
        Reason reason,
        @Nullable Requester requester,
        @Nullable String user,
        @Nullable Mismatch mismatch) {

    /**
     * A mismatch that ended a session.
     *
     * @param what what did not match
     * @param kind the kind of binding of the session
     * @param loginClient the address of the client that opened the session
     */
    public record Mismatch(String what, String kind, String loginClient) {}

    /** The session reached its idle timeout or its absolute end. */
    public static final EndCause EXPIRED = new EndCause(Reason.EXPIRED, null, null, null);

    /** The user reached {@code sessions-per-user}, and a newer session replaced this one. */
    public static final EndCause QUOTA = new EndCause(Reason.QUOTA, null, null, null);

    /** The container ended the session, for example because an administrator or a servlet invalidated it. */
    public static final EndCause REVOKED = new EndCause(Reason.REVOKED, null, null, null);

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
        return new EndCause(Reason.LOGOUT, Requester.of(request), null, null);
    }

    /** @param what what did not match, for the audit log */
    public static EndCause mismatch(BoundSession session, HttpServletRequest request, String what) {
        Mismatch mismatch = new Mismatch(what, session.kind(), session.origin().client());
        return new EndCause(Reason.MISMATCH, Requester.of(request), null, mismatch);
    }

    public static EndCause replacedBy(String newUser, HttpServletRequest request) {
        return new EndCause(Reason.REPLACED, Requester.of(request), newUser, null);
    }

    /** @param user the administrator, or the session's own user from another session */
    public static EndCause revokedBy(String user, @Nullable Requester requester) {
        return new EndCause(Reason.REVOKED, requester, user, null);
    }

    @Override
    public String toString() {
        return "EndCause " + reason;
    }
}
