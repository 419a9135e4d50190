package org.boundsession.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    private final Set<String> roles;

    /** @param roles that the application asks for, and so wants to know of */
    ContainerRealm(HashingLane lane, Set<String> roles) {
        this.lane = lane;
        this.roles = roles;
    }

    /** Who the realm says it is, with those of the application's roles that it confirms, in alphabetical order. */
    record Identity(String user, Set<String> roles) {}

    /**
     * Asks for the place in which {@link #authenticate} is called.
     *
     * @throws BusyException where none comes free in time
     */
    Place enter() {
        return lane.enter(Purpose.LOGIN);
    }

    /** Empty where the realm refuses, for whatever reason. The caller holds a place. */
    Optional<Identity> authenticate(HttpServletRequest request, BasicCredentials credentials) throws ServletException {
        // A container may have restored an identity of its own, and then refuses to log in over it.
        request.logout();
        if (!isAccepted(request, credentials)) {
            return Optional.empty();
        }
        Identity identity = new Identity(name(request, credentials), confirmedRoles(request));
        // From here on the bound session is the identity; the container's would outlive it.
        request.logout();
        if (identity.user().length() > LONGEST_NAME) {
            LOG.log(Level.WARNING, "The realm accepts a user whose name is too long to be kept: refused");
            return Optional.empty();
        }
        return Optional.of(identity);
    }

    private static boolean isAccepted(HttpServletRequest request, BasicCredentials credentials) {
        try {
            request.login(credentials.user(), credentials.password());
            return true;
        } catch (ServletException refused) {
            // Not logged: the message may hold the name as it was typed, which at times is a password.
            return false;
        }
    }

    private static String name(HttpServletRequest request, BasicCredentials credentials) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? credentials.user() : principal.getName();
    }

    private Set<String> confirmedRoles(HttpServletRequest request) {
        Set<String> confirmed = new TreeSet<>();
        roles.stream().filter(request::isUserInRole).forEach(confirmed::add);
        return confirmed;
    }
}
