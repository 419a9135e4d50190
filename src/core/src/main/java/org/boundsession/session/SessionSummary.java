package org.boundsession.session;

import java.time.Instant;
import java.util.Set;

/**
 * What an operator, and its own user, may see of a live session. Nothing of it opens a session. Immutable.
 *
 * @param handle SHA-256 of the session id, in 64 lower-case hexadecimal digits: identifies the session to those who may
 *     list it
 * @param kind the kind of binding
 * @param lastAccessedAt the last recorded proof, which may be older than the actual one by up to {@link Lifetimes#lag}
 * @param idleEnd when the session ends without a further proof
 * @param expiresAt the absolute end
 * @param mismatches the number of mismatches so far
 */
public record SessionSummary(
        String handle,
        String user,
        Set<String> roles,
        String kind,
        Instant createdAt,
        Instant lastAccessedAt,
        Instant idleEnd,
        Instant expiresAt,
        Origin origin,
        long mismatches) {

    public SessionSummary {
        roles = Set.copyOf(roles);
    }

    public SessionQuery.Position position() {
        return new SessionQuery.Position(expiresAt.toEpochMilli(), handle);
    }

    @Override
    public String toString() {
        return "SessionSummary";
    }
}
