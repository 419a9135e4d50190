package org.boundsession.binding;

import java.time.Instant;
import java.util.Set;

/**
 * A session that is bound to its client: whose it is, what it may do, and how long it lives at most. A value; that there is
 * one says nothing about a request.
 *
 * @param id the session's id, without a route that the container may have appended; never to be printed
 * @param user whose session it is, by the realm's name of the user
 * @param roles those that the realm confirmed at login
 * @param kind of binding
 * @param expiresAt the absolute end, which no activity extends
 */
public record BoundSession(String id, String user, Set<String> roles, String kind, Instant expiresAt) {

    /** The name of the request attribute with the session that the filter has admitted. */
    public static final String ATTRIBUTE = "org.boundsession.session";

    public BoundSession {
        roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
        return "BoundSession";
    }
}
