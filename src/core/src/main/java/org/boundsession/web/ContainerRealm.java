package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;

/**
 * Authenticates users with the container's realm. Thread-safe.
 */
final class ContainerRealm {

    private static final Logger LOG = System.getLogger(ContainerRealm.class.getName());

    /** The maximum length of a name that every store can hold. */
    private static final int MAX_NAME_LENGTH = 255;

    private final Login login;
    private final Set<String> roles;

    /** @param roles the roles that servlets of the application require */
    ContainerRealm(Login login, Set<String> roles) {
        this.login = login;
        this.roles = roles;
    }

    /**
     * Returns the authenticated user; empty if the realm refuses for any reason. The realm may hash slowly, so the
     * caller must have entered a {@link org.boundsession.bulkhead.HashingLane}.
     *
     * @throws UnavailableRealmException if the container reports that the realm is unavailable
     */
    Optional<Login.Identity> authenticate(HttpServletRequest request, BasicCredentials credentials) {
        Optional<Login.Identity> identity = login.ask(request, credentials, roles);
        if (identity.isPresent() && identity.get().user().length() > MAX_NAME_LENGTH) {
            LOG.log(
                    Level.WARNING,
                    "A login was refused, because the name of the user in the realm has more than " + MAX_NAME_LENGTH
                            + " characters");
            return Optional.empty();
        }
        return identity;
    }
}
