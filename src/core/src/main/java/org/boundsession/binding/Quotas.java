package org.boundsession.binding;

/**
 * How much of something is allowed.
 *
 * @param sessionsPerUser live sessions of one user (in the container: on this node), 0 for no limit
 * @param mismatchLimit the mismatch that destroys a session, 1 for the first
 */
public record Quotas(int sessionsPerUser, int mismatchLimit) {

    public Quotas {
        if (sessionsPerUser < 0) {
            throw new IllegalArgumentException("sessionsPerUser: must not be negative");
        }
        if (mismatchLimit < 1) {
            throw new IllegalArgumentException("mismatchLimit: must be at least 1");
        }
    }
}
