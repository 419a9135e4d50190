package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * How a container is asked whether its realm accepts credentials. The servlet API's way is the usual one; if that has
 * side effects on sessions, what knows the container publishes another in the ServletContext. Thread-safe.
 */
@FunctionalInterface
interface Login {

    /**
     * Empty if the realm refuses, for any reason. No session is opened or ended by it for good.
     *
     * @throws UnavailableRealmException if the container says that the realm cannot be asked
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
