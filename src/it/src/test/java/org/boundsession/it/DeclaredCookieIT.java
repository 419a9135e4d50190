package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.CookieJar;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * With another cookie name in {@code web.xml} and a context path that must be percent-encoded: cookies and challenges
 * contain the encoded path.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DeclaredCookieIT {

    private static final String NAME = "own-name";
    private static final String SECRET = DeployedWar.SECRET;

    /** Arquillian tells no URL of such a deployment. */
    private final CookieJar jar =
            new CookieJar(new Client("127.0.0.1", Integer.getInteger("it.http.port"), "/bound%20session"), "127.0.0.1");

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.withWebXml(
                "bound session", xml -> xml.replace("<name>Session_ID</name>", "<name>" + NAME + "</name>"));
    }

    @Test
    void keepsSessionInAJar() {
        Response login = jar.send(login());
        Response again = jar.send(Request.get("/login").secret(SECRET));
        Response data = jar.send(Request.get("/getemployeedetails").secret(SECRET));
        Response logout = jar.send(Request.post("/logout").secret(SECRET));

        assertThat(login.setCookie().name()).isEqualTo(NAME);
        assertThat(again.customStatus()).isEqualTo("A");
        assertThat(again.setCookie().value()).isEqualTo(login.setCookie().value());
        assertThat(Stream.of(login, again))
                .allSatisfy(response -> assertThat(response.setCookie().attributes())
                        .containsEntry("path", "/bound%20session")
                        .containsEntry("samesite", "Strict")
                        .containsEntry("max-age", "150")
                        .containsKey("httponly"));
        assertThat(Stream.of(login, again, logout))
                .flatExtracting(response -> response.setCookie().attributes().keySet())
                .isSubsetOf("path", "samesite", "max-age", "httponly", "expires");
        assertThat(data.status()).isEqualTo(200);
        assertThat(logout.status()).isEqualTo(204);
        assertThat(jar.names()).isEmpty();
    }

    @Test
    void takesCookieOutOfTheJarThatAThiefHasUsed() {
        jar.send(login());
        jar.send(Request.get("/login").secret(SECRET));

        Response response = jar.send(Request.get("/getemployeedetails").secret(DeployedWar.OTHER_SECRET));

        assertThat(response.code()).isEqualTo("session_invalidated");
        assertThat(jar.names()).isEmpty();
    }

    @Test
    void spellsTheLoginsUriInTheChallenge() {
        Response response = jar.send(Request.get("/getemployeedetails").secret(SECRET));

        assertThat(response.required("WWW-Authenticate")).isEqualTo("BoundSession login=\"/bound%20session/login\"");
    }

    private static Request login() {
        return Request.get("/login").basic("general", "general-password").secret(SECRET);
    }
}
