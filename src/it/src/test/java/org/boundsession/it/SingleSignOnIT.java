package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application together with Tomcat's SingleSignOn valve, which creates sessions and sets cookies itself. */
class SingleSignOnIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int REFUSED = 200;

    @ParameterizedTest
    @ValueSource(strings = {"container", "jdbc"})
    void leavesNothingButTheBoundSession(String store) {
        try (TomcatProcess tomcat = TomcatProcess.configured("single-sign-on-" + store)
                .war(Path.of(System.getProperty("it.war")), "app")
                .conf("server.xml", serverXmlWithValve())
                .conf("Catalina/localhost/manager.xml", """
                        <Context docBase="${catalina.home}/webapps/manager" privileged="true"/>
                        """)
                .env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET)
                .env("BOUND_SESSION_STORE", store)
                .env("BOUND_SESSION_LOGIN_FAILURES", "1000")
                .env("BOUND_SESSION_LOGIN_FAILURES_PER_ADDRESS", "0")
                .start()) {
            Client client = tomcat.client("/app");

            for (int i = 0; i < REFUSED; i++) {
                Response refused = client.login("general", "wrong" + i, SECRET);
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.headers("Set-Cookie")).isEmpty();
            }
            assertThat(sessionsOf(tomcat)).isZero();

            Response login = client.login("general", "general-password", SECRET);
            String session = login.sessionId();
            assertThat(login.customStatus()).isEqualTo("N");
            assertThat(login.required("Cache-Control")).isEqualTo("no-store");
            assertThat(Calls.call(client, session).status()).isEqualTo(200);

            Response kept = client.send(Request.get("/login")
                    .cookie(session)
                    .basic("admin", "wrong")
                    .secret(SECRET));
            assertThat(kept.status()).isEqualTo(401);
            assertThat(kept.headers("Set-Cookie")).isEmpty();
            assertThat(Calls.call(client, session).status()).isEqualTo(200);

            Response other = client.send(Request.get("/login")
                    .cookie(session)
                    .basic("admin", "admin-password")
                    .secret(SECRET));
            assertThat(other.sessionId()).isNotEqualTo(session);
            assertThat(Calls.call(client, session).code()).isEqualTo("login_required");
            assertThat(Calls.call(client, other.sessionId()).status()).isEqualTo(403);

            assertThat(Calls.logout(client, other.sessionId()).status()).isEqualTo(204);
            assertThat(sessionsOf(tomcat)).isZero();
        }
    }

    private static String serverXmlWithValve() {
        try {
            return Files.readString(Path.of("tomcat-conf/server.xml"))
                    .replaceFirst(
                            "(<Host name=\"localhost\"[^>]*>)",
                            "$1\n<Valve className=\"org.apache.catalina.authenticator.SingleSignOn\"/>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many sessions Tomcat itself holds for the application. */
    private static int sessionsOf(TomcatProcess tomcat) {
        String list = tomcat.client("/manager/text")
                .send(Request.get("/list").basic("arquillian", "arquillian"))
                .body();
        return list.lines()
                .filter(line -> line.startsWith("/app:running:"))
                .mapToInt(line -> Integer.parseInt(line.split(":")[2]))
                .sum();
    }
}
