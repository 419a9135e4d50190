package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wildfly.security.auth.SupportLevel;
import org.wildfly.security.auth.permission.LoginPermission;
import org.wildfly.security.auth.server.RealmIdentity;
import org.wildfly.security.auth.server.RealmUnavailableException;
import org.wildfly.security.auth.server.SecurityDomain;
import org.wildfly.security.auth.server.SecurityRealm;
import org.wildfly.security.authz.AuthorizationIdentity;
import org.wildfly.security.authz.MapAttributes;
import org.wildfly.security.authz.RoleDecoder;
import org.wildfly.security.credential.Credential;
import org.wildfly.security.evidence.Evidence;
import org.wildfly.security.evidence.PasswordGuessEvidence;
import org.wildfly.security.permission.PermissionVerifier;

class ElytronLoginTest {

    private static final Set<String> ASKED = Set.of("general", "admin");

    /** As a jboss-web.xml maps a role to a principal. */
    private static final String MAPPED = "SAPCPI_ADMIN admin";

    private final Login login = new ElytronLogin(
            domain(),
            (account, role) -> account.getRoles().contains(role)
                    || MAPPED.equals(account.getPrincipal().getName() + " " + role));

    @Test
    void tellsUserAndThoseOfTheRolesThatTheDomainConfirms() throws Exception {
        assertThat(asked("SAPCPI", "right")).contains(new Login.Identity("SAPCPI", Set.of("general")));
    }

    @Test
    void tellsRolesThatTheDeploymentMapsToThePrincipal() throws Exception {
        assertThat(asked("SAPCPI_ADMIN", "right"))
                .contains(new Login.Identity("SAPCPI_ADMIN", Set.of("general", "admin")));
    }

    @Test
    void refusesWrongPassword() throws Exception {
        assertThat(asked("SAPCPI", "wrong")).isEmpty();
    }

    @Test
    void refusesUnknownUser() throws Exception {
        assertThat(asked("nobody", "right")).isEmpty();
    }

    @Test
    void refusesNameThatIsNone() throws Exception {
        assertThat(asked("", "right")).isEmpty();
    }

    @Test
    void tellsThatTheRealmIsOutOfOrder() {
        assertThatThrownBy(() -> asked("out-of-order", "right")).isInstanceOf(UnavailableRealmException.class);
    }

    private Optional<Login.Identity> asked(String user, String password) throws Exception {
        return login.ask(untouched(), new BasicCredentials(user, password), ASKED);
    }

    private static SecurityDomain domain() {
        return SecurityDomain.builder()
                .addRealm("users", new Users())
                .build()
                .setDefaultRealmName("users")
                .setPermissionMapper((principal, roles) -> PermissionVerifier.from(new LoginPermission()))
                .build();
    }

    /** Knows two users, and is out of order for another. */
    private static final class Users implements SecurityRealm {
        @Override
        public RealmIdentity getRealmIdentity(Principal principal) throws RealmUnavailableException {
            return switch (principal.getName()) {
                case "SAPCPI", "SAPCPI_ADMIN" -> new Known(principal);
                case "out-of-order" -> throw new RealmUnavailableException("out of order");
                default -> RealmIdentity.NON_EXISTENT;
            };
        }

        @Override
        public SupportLevel getCredentialAcquireSupport(
                Class<? extends Credential> type, String algorithm, AlgorithmParameterSpec parameters) {
            return SupportLevel.UNSUPPORTED;
        }

        @Override
        public SupportLevel getEvidenceVerifySupport(Class<? extends Evidence> type, String algorithm) {
            return SupportLevel.SUPPORTED;
        }
    }

    private record Known(Principal principal) implements RealmIdentity {
        @Override
        public Principal getRealmIdentityPrincipal() {
            return principal;
        }

        @Override
        public SupportLevel getCredentialAcquireSupport(
                Class<? extends Credential> type, String algorithm, AlgorithmParameterSpec parameters) {
            return SupportLevel.UNSUPPORTED;
        }

        @Override
        public <C extends Credential> C getCredential(Class<C> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SupportLevel getEvidenceVerifySupport(Class<? extends Evidence> type, String algorithm) {
            return SupportLevel.SUPPORTED;
        }

        @Override
        public boolean verifyEvidence(Evidence evidence) {
            return evidence instanceof PasswordGuessEvidence guess && new String(guess.getGuess()).equals("right");
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public AuthorizationIdentity getAuthorizationIdentity() {
            return AuthorizationIdentity.basicIdentity(
                    new MapAttributes(Map.of(RoleDecoder.KEY_ROLES, List.of("general", "others"))));
        }
    }

    /** A request that nothing is asked of. */
    private static HttpServletRequest untouched() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ElytronLoginTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
