package org.boundsession.store;

/**
 * What a login granted: to whom, with which roles, bound to what and until when. It never changes once it is stored, and it
 * is what the {@link Seal} protects. Immutable; times are epoch milliseconds.
 *
 * @param principal the realm's name of the user
 * @param roles the names, each on a line
 * @param binding the stored form of what the session is bound to
 * @param endTime the absolute end, which no access extends
 */
public record Grant(String principal, String roles, String binding, long creationTime, long endTime) {

    public Grant {
        if (creationTime < 0 || endTime < creationTime) {
            throw new IllegalArgumentException("creationTime, endTime: must be in this order and not negative");
        }
    }

    Grant endingAt(long newEndTime) {
        return new Grant(principal, roles, binding, creationTime, newEndTime);
    }

    @Override
    public String toString() {
        return "Grant";
    }
}
