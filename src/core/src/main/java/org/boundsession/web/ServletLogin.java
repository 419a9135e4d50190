package org.boundsession.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Authenticates by {@link HttpServletRequest#login}, and logs out before any other code sees the identity. */
final class ServletLogin implements Login {

    private final Predicate<HttpServletRequest> hasIdentity;
    private final BooleanSupplier realmIsAvailable;

    /**
     * @param hasIdentity whether the container may have authenticated a request itself
     * @param realmIsAvailable whether the container reports its realm as available, asked after a refusal
     */
    ServletLogin(Predicate<HttpServletRequest> hasIdentity, BooleanSupplier realmIsAvailable) {
        this.hasIdentity = hasIdentity;
        this.realmIsAvailable = realmIsAvailable;
    }

    static ServletLogin of(ServletContext context) {
        boolean isJetty = context.getServerInfo().toLowerCase(Locale.ROOT).startsWith("jetty");
        return new ServletLogin(
                // Jetty authenticates when it is asked for the principal.
                request -> isJetty || request.getUserPrincipal() != null,
                TomcatRealm.of(context));
    }

    @Override
    public Optional<Identity> ask(HttpServletRequest request, BasicCredentials credentials, Set<String> roles) {
        if (hasIdentity.test(request)) {
            // A container refuses a login if there is an identity. If there is none, a logout may create a session
            // (Tomcat's SingleSignOn valve).
            logout(request);
        }
        if (!isAccepted(request, credentials)) {
            return refused();
        }
        Set<String> confirmed = roles.stream().filter(request::isUserInRole).collect(Collectors.toSet());
        Identity identity = new Identity(name(request, credentials), confirmed);
        // From now on the bound session holds the identity; the container's own would outlive it.
        logout(request);
        return Optional.of(identity);
    }

    private static void logout(HttpServletRequest request) {
        try {
            request.logout();
        } catch (ServletException e) {
            throw new IllegalStateException("the container refuses to log out", e);
        }
    }

    private Optional<Identity> refused() {
        if (!realmIsAvailable.getAsBoolean()) {
            throw new UnavailableRealmException();
        }
        return Optional.empty();
    }

    private static boolean isAccepted(HttpServletRequest request, BasicCredentials credentials) {
        try {
            request.login(credentials.user(), credentials.password());
            return true;
        } catch (ServletException refused) {
            // Not logged: the message may contain the name as it was typed, which is sometimes a password.
            return false;
        }
    }

    private static String name(HttpServletRequest request, BasicCredentials credentials) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? credentials.user() : principal.getName();
    }
}
