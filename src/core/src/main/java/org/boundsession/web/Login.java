package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Authenticates credentials with the container's realm. The default is {@link HttpServletRequest#login}; for a
 * container in which that has side effects on sessions, another implementation is published in the ServletContext.
 * Thread-safe.
 */
@FunctionalInterface
interface Login {

    /**
     * Returns the authenticated user; empty if the realm refuses for any reason. Leaves no session created or ended.
     *
     * @throws UnavailableRealmException if the container reports that the realm is unavailable
     */
    Optional<Identity> ask(HttpServletRequest request, BasicCredentials credentials, Set<String> roles);

    /** The user that the realm has authenticated, with those of the requested roles that it confirms. */
    record Identity(String user, Set<String> roles) {
        public Identity {
            roles = Set.copyOf(roles);
        }
    }

    default void publishIn(ServletContext context) {
        Parts.publish(context, Login.class, this);
    }

    static Login of(ServletContext context) {
        return context.getAttribute(Login.class.getName()) instanceof Login login ? login : ServletLogin.of(context);
    }
}
