package org.boundsession.session;

/**
 * Limits per user and per session.
 *
 * @param sessionsPerUser the maximum number of live sessions of one user (in the container: on this node); 0 for no
 *     limit
 * @param mismatchLimit the number of mismatches at which a session ends; 1 for the first one
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
