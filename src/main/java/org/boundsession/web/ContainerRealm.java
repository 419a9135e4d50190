package org.boundsession.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import org.boundsession.binding.BusyException;
import org.boundsession.binding.HashingLane;
import org.boundsession.binding.HashingLane.Place;
import org.boundsession.binding.HashingLane.Purpose;

/**
 * Asks the container's realm who somebody is. It may hash slowly to know, so it has a lane of its own. Thread-safe.
 */
final class ContainerRealm {

    private static final Logger LOG = System.getLogger(ContainerRealm.class.getName());

    /** What each store of sessions can keep. */
    private static final int LONGEST_NAME = 255;

    private final HashingLane lane;
    private final Login login;
    private final Set<String> roles;

    /** @param roles that the application asks for, and so wants to know of */
    ContainerRealm(HashingLane lane, Login login, Set<String> roles) {
        this.lane = lane;
        this.login = login;
        this.roles = roles;
    }

    /**
     * Asks for the place in which {@link #authenticate} is called.
     *
     * @throws BusyException where none comes free in time
     */
    Place enter() {
        return lane.enter(Purpose.LOGIN);
    }

    /** Empty where the realm refuses, for whatever reason. The caller holds a place. */
    Optional<Login.Identity> authenticate(HttpServletRequest request, BasicCredentials credentials)
            throws ServletException {
        Optional<Login.Identity> identity = login.ask(request, credentials, roles);
        if (identity.isPresent() && identity.get().user().length() > LONGEST_NAME) {
            LOG.log(Level.WARNING, "The realm accepts a user whose name is too long to be kept: refused");
            return Optional.empty();
        }
        return identity;
    }
}
