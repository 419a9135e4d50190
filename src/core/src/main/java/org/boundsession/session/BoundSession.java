package org.boundsession.session;

import java.time.Instant;
import java.util.Set;

/**
 * A session that is bound to its client: its user, roles and absolute end. Immutable. A value of this type does not
 * imply that the request has proved possession.
 *
 * @param id the session id, without the route that a container may append; must never be logged
 * @param user the user's name, as the realm spells it
 * @param roles the roles that the realm confirmed at login
 * @param kind the kind of binding
 * @param expiresAt the absolute end, which no activity extends
 * @param origin where it was opened
 */
public record BoundSession(String id, String user, Set<String> roles, String kind, Instant expiresAt, Origin origin) {

    /** The name of the request attribute that holds the session that the filter has admitted. */
    public static final String ATTRIBUTE = "org.boundsession.session";

    /** The name of the request attribute that holds the kind of binding of that session. */
    public static final String BINDING_ATTRIBUTE = "org.boundsession.binding";

    public BoundSession {
        roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
        return "BoundSession";
    }
}
