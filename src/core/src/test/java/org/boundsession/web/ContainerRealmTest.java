package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerRealmTest {

    private final ContainerRealm realm =
            new ContainerRealm(new ServletLogin(request -> true, () -> true), Set.of("general"));

    @Test
    void takesTheRealmsNameOfAUser() {
        assertThat(authenticated("x".repeat(255))).contains(new Login.Identity("x".repeat(255), Set.of("general")));
    }

    @Test
    void refusesNameThatNoStoreCanKeep() {
        assertThat(authenticated("x".repeat(256))).isEmpty();
    }

    private Optional<Login.Identity> authenticated(String name) {
        return realm.authenticate(accepting(() -> name), new BasicCredentials("typed", "password"));
    }

    private static HttpServletRequest accepting(Principal principal) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ContainerRealmTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "login", "logout" -> null;
                    case "getUserPrincipal" -> principal;
                    case "isUserInRole" -> true;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
