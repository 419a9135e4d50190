package org.boundsession.web;

import io.undertow.security.idm.Account;
import io.undertow.servlet.api.Deployment;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.wildfly.security.auth.server.RealmUnavailableException;
import org.wildfly.security.auth.server.SecurityDomain;
import org.wildfly.security.auth.server.SecurityIdentity;
import org.wildfly.security.evidence.PasswordGuessEvidence;

/**
 * Authenticates with the application's security domain on WildFly directly. {@link HttpServletRequest#login} uses the
 * same domain, but also changes the id of the session that the cookie names and stores the identity in it, while other
 * requests use or end that session. Thread-safe.
 */
final class ElytronLogin implements Login {

    private static final String WEB = "web";

    private final SecurityDomain domain;
    private final BiPredicate<Account, String> isInRole;

    /** @param isInRole answers as {@link HttpServletRequest#isUserInRole} does for a request of the account */
    ElytronLogin(SecurityDomain domain, BiPredicate<Account, String> isInRole) {
        this.domain = domain;
        this.isInRole = isInRole;
    }

    /** Confirms a role as the deployment of the current request does, which maps roles to principals (jboss-web.xml). */
    static boolean isInRoleOfCurrentRequest(Account account, String role) {
        ServletRequestContext current = ServletRequestContext.requireCurrent();
        Deployment deployment = current.getDeployment();
        return deployment
                .getDeploymentInfo()
                .getAuthorizationManager()
                .isUserInRole(
                        role,
                        account,
                        current.getCurrentServlet().getManagedServlet().getServletInfo(),
                        current.getOriginalRequest(),
                        deployment);
    }

    @Override
    public Optional<Identity> ask(HttpServletRequest request, BasicCredentials credentials, Set<String> roles) {
        PasswordGuessEvidence password =
                new PasswordGuessEvidence(credentials.password().toCharArray());
        try {
            Account account = accountOf(domain.authenticate(credentials.user(), password));
            Set<String> confirmed =
                    roles.stream().filter(role -> isInRole.test(account, role)).collect(Collectors.toSet());
            return Optional.of(new Identity(account.getPrincipal().getName(), confirmed));
        } catch (RealmUnavailableException unknown) {
            throw new UnavailableRealmException();
        } catch (SecurityException | IllegalArgumentException refused) {
            // Not logged: the message may contain the name as it was typed, which is sometimes a password.
            return Optional.empty();
        } finally {
            password.destroy();
        }
    }

    private static Account accountOf(SecurityIdentity identity) {
        Set<String> roles = new HashSet<>();
        // The category of roles that Elytron's own servlet integration uses.
        identity.getRoles(WEB, true).forEach(roles::add);
        return new IdentityAccount(identity.getPrincipal(), Set.copyOf(roles));
    }

    private record IdentityAccount(Principal principal, Set<String> roles) implements Account {
        private static final long serialVersionUID = 1L;

        @Override
        public Principal getPrincipal() {
            return principal;
        }

        @Override
        public Set<String> getRoles() {
            return roles;
        }
    }
}
