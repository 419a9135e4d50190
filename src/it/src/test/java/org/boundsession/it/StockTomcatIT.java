package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.boundsession.guide.Guide;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;

/** The WAR in an unchanged Tomcat, with plain passwords in its tomcat-users.xml. */
class StockTomcatIT {

    private static final String USERS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <tomcat-users xmlns="http://tomcat.apache.org/xml" version="1.0">
              <user username="SAPCPI" password="demo-general" roles="general"/>
              <user username="SAPCPI_ADMIN" password="demo-admin" roles="admin"/>
            </tomcat-users>
            """;

    @Test
    void servesTheFirstLinesOfTheReadme() {
        try (TomcatProcess tomcat = TomcatProcess.stock("stock")
                .war(Path.of(System.getProperty("it.war")), "bound-session")
                .conf("tomcat-users.xml", USERS)
                .start()) {
            Client client = tomcat.client("/bound-session");

            Response login = client.login("SAPCPI", "demo-general", "my-own-secret-1");
            String session = login.sessionId();
            Response again = client.send(Request.get("/login").cookie(session).secret("my-own-secret-1"));
            Response data = client.send(
                    Request.get("/getemployeedetails").cookie(session).secret("my-own-secret-1"));
            Response thief = client.send(
                    Request.get("/getemployeedetails").cookie(session).secret("a-thiefs-guess-1"));

            assertThat(login.customStatus()).isEqualTo("N");
            assertThat(login.required("Set-Cookie")).contains("SameSite=Strict", "HttpOnly", "Path=/bound-session");
            assertThat(again.customStatus()).isEqualTo("A");
            assertThat(data.body()).contains("\"employees\":[{");
            assertThat(thief.code()).isEqualTo("session_invalidated");
        }
    }

    @Test
    void takesRealmAndProxyFromTheContextFileOfTheGuide() {
        try (TomcatProcess tomcat = TomcatProcess.stock("stock-context")
                .war(Path.of(System.getProperty("it.war")), "bound-session")
                .conf("tomcat-users.xml", Guide.read(Path.of("src/it/src/test/tomcat/conf/tomcat-users.xml")))
                .conf(
                        "Catalina/localhost/bound-session.xml",
                        Guide.block("installing.md", "## In an existing Tomcat", "xml"))
                .start()) {
            Client client = tomcat.client("/bound-session");
            Client proxy = client.from("127.0.0.2");

            // More failures than a LockOutRealm lets pass, each from an address of its own behind the proxy.
            for (int i = 0; i < 9; i++) {
                assertThat(proxy.send(login("wrong").header("X-Forwarded-For", "192.0.2." + i))
                                .status())
                        .isEqualTo(401);
            }
            Response overTls = proxy.send(login("general-password").header("X-Forwarded-Proto", "https"));
            Response direct = client.send(login("general-password").header("X-Forwarded-Proto", "https"));

            assertThat(overTls.customStatus()).isEqualTo("N");
            assertThat(overTls.required("Set-Cookie")).contains("; Secure");
            assertThat(direct.customStatus()).isEqualTo("N");
            assertThat(direct.required("Set-Cookie")).doesNotContain("Secure");
        }
    }

    private static Request login(String password) {
        return Request.get("/login").basic("general", password).secret(DeployedWar.SECRET);
    }

    @Test
    void answersOthersWhileBodiesDribble() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.stock("stock-slow")
                .war(Path.of(System.getProperty("it.war")), "bound-session")
                .conf("tomcat-users.xml", USERS)
                .start()) {
            Client client = tomcat.client("/bound-session");
            String session =
                    client.login("SAPCPI", "demo-general", DeployedWar.SECRET).sessionId();

            SlowCalls.assertAnswered(client, SlowClientsIT.SLOW, session, Duration.ofSeconds(5));
        }
    }

    @Test
    void saysOnTheConsoleWhyItDoesNotStart() {
        try (TomcatProcess tomcat = TomcatProcess.stock("refused")
                .war(Path.of(System.getProperty("it.war")), "bound-session")
                .env("BOUND_SESSION_STORE", "jdbc")
                .env("SESSION_SECRET", "a key that is too short")
                .start()) {
            assertThat(tomcat.client("/bound-session")
                            .send(Request.get("/health/live"))
                            .status())
                    .isEqualTo(404);
            assertThat(tomcat.console())
                    .contains("bound-session.session-secret (environment variable SESSION_SECRET): expected keys of"
                            + " at least 32 bytes each")
                    .doesNotContain("a key that is too short");
        }
    }
}
