package org.boundsession.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link HttpServletRequest#login}, and a logout before anybody sees the identity. */
final class ServletLogin implements Login {

    @Override
    public Optional<Identity> ask(HttpServletRequest request, BasicCredentials credentials, Set<String> roles)
            throws ServletException {
        // A container may have restored an identity of its own, and then refuses to log in over it.
        request.logout();
        if (!isAccepted(request, credentials)) {
            return Optional.empty();
        }
        Set<String> confirmed = roles.stream().filter(request::isUserInRole).collect(Collectors.toSet());
        Identity identity = new Identity(name(request, credentials), confirmed);
        // From here on the bound session is the identity; the container's would outlive it.
        request.logout();
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
}
