package org.boundsession.store;

import org.boundsession.session.Origin;

/**
 * What a login granted: the user, the roles, the binding and the absolute end. It never changes after it was stored,
 * and the {@link Seal} protects it. Immutable; times are epoch milliseconds.
 *
 * @param principal the user's name, as the realm spells it
 * @param roles the names of the roles, separated by line feeds
 * @param binding the stored form of the binding
 * @param endTime the absolute end, which no access extends
 * @param origin where the session was opened
 */
public record Grant(String principal, String roles, String binding, long creationTime, long endTime, Origin origin) {

    public Grant {
        if (creationTime < 0 || endTime < creationTime) {
            throw new IllegalArgumentException("creationTime, endTime: must be in this order and not negative");
        }
    }

    /** For a session whose origin is not known. */
    public Grant(String principal, String roles, String binding, long creationTime, long endTime) {
        this(principal, roles, binding, creationTime, endTime, Origin.UNKNOWN);
    }

    Grant endingAt(long newEndTime) {
        return new Grant(principal, roles, binding, creationTime, newEndTime, origin);
    }

    @Override
    public String toString() {
        return "Grant";
    }
}
