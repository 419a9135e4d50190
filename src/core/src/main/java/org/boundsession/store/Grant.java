package org.boundsession.store;

/**
 * What a login granted: the user, the roles, the binding and the absolute end. It never changes after it was stored,
 * and the {@link Seal} protects it. Immutable; times are epoch milliseconds.
 *
 * @param principal the user's name, as the realm spells it
 * @param roles the names of the roles, separated by line feeds
 * @param binding the stored form of the binding
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
