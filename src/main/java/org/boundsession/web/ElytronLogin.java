package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.wildfly.security.auth.server.RealmUnavailableException;
import org.wildfly.security.auth.server.SecurityDomain;
import org.wildfly.security.auth.server.SecurityIdentity;
import org.wildfly.security.evidence.PasswordGuessEvidence;

/**
 * Asks the application's security domain on WildFly directly. {@link HttpServletRequest#login} asks the same one, but then
 * gives the session that the cookie names another id and keeps the identity in it, while other requests use or end it.
 */
final class ElytronLogin implements Login {

    private final SecurityDomain domain;

    ElytronLogin(SecurityDomain domain) {
        this.domain = domain;
    }

    @Override
    public Optional<Identity> ask(HttpServletRequest request, BasicCredentials credentials, Set<String> roles) {
        PasswordGuessEvidence password =
                new PasswordGuessEvidence(credentials.password().toCharArray());
        try {
            SecurityIdentity identity = domain.authenticate(credentials.user(), password);
            Set<String> confirmed =
                    roles.stream().filter(identity.getRoles()::contains).collect(Collectors.toSet());
            return Optional.of(new Identity(identity.getPrincipal().getName(), confirmed));
        } catch (RealmUnavailableException | SecurityException | IllegalArgumentException refused) {
            // Not logged: the message may hold the name as it was typed, which at times is a password.
            return Optional.empty();
        } finally {
            password.destroy();
        }
    }
}
