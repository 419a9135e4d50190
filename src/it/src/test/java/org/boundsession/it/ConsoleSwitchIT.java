package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose admin has switched the console off. */
class ConsoleSwitchIT {

    private static TomcatProcess tomcat;
    private static Client client;

    @BeforeAll
    static void start() {
        tomcat = TomcatProcess.configured("console-off")
                .war(Path.of(System.getProperty("it.war")), "bound-session")
                .env("BOUND_SESSION_CONSOLE", "false")
                .start();
        client = tomcat.client("/bound-session");
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/console/main.js", "/console/;x=y/main.js", "/console/nothing.js"})
    void hasNoConsole(String path) {
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
            Response response = client.send(Request.of(method, path));

            assertThat(response.status()).as("%s %s", method, path).isEqualTo(404);
            assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/", "/style.css", "/modules/client.js", "/health/live"})
    void servesEverythingElse(String path) {
        assertThat(client.send(Request.get(path)).status()).isEqualTo(200);
    }

    @Test
    void guardsWhatItGuarded() {
        assertThat(client.send(Request.get("/nothing")).code()).isEqualTo("login_required");
        assertThat(client.login("general", "general-password", DeployedWar.SECRET)
                        .customStatus())
                .isEqualTo("N");
    }
}
