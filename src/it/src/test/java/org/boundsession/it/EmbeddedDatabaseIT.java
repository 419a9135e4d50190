package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;

/** With {@code store=jdbc} and no other setting: an H2 file below the container's base, which survives a kill. */
class EmbeddedDatabaseIT {

    private static final String SECRET = DeployedWar.SECRET;

    @Test
    void remembersWhatItAnsweredOverAKill() throws IOException {
        TomcatProcess.Base base = TomcatProcess.configured("embedded")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET)
                .env("BOUND_SESSION_STORE", "jdbc");
        String kept;
        String ended;
        TomcatProcess first = base.start();
        try {
            Client client = first.client("");
            ended = client.login("general", "general-password", SECRET).sessionId();
            kept = client.login("general", "general-password", SECRET).sessionId();
            assertThat(client.send(Request.post("/logout").cookie(ended).secret(SECRET))
                            .status())
                    .isEqualTo(204);
        } finally {
            first.kill();
        }

        try (TomcatProcess second = base.start()) {
            Client client = second.client("");
            try (Stream<Path> files = Files.list(base.directory().resolve("bound-session"))) {
                assertThat(files)
                        .extracting(file -> file.getFileName().toString())
                        .filteredOn(name -> name.endsWith(".mv.db"))
                        .singleElement()
                        .asString()
                        .matches("Catalina_localhost_-[0-9a-f]{16}\\.mv\\.db");
            }
            assertThat(client.send(Request.get("/login").cookie(kept).secret(SECRET))
                            .customStatus())
                    .isEqualTo("A");
            assertThat(client.send(Request.get("/login").cookie(ended).secret(SECRET))
                            .code())
                    .isEqualTo("credentials_invalid");
        }
    }

    /** As Tomcat's parallel deployment has it: the older version still serves its sessions. */
    @Test
    void doesNotDeployASecondVersionOnTheFileOfTheFirst() {
        Path war = Path.of(System.getProperty("it.war"));
        TomcatProcess.Base base = TomcatProcess.configured("versions")
                .war(war, "a##1")
                .war(war, "a##2")
                .env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET)
                .env("BOUND_SESSION_STORE", "jdbc");

        try (TomcatProcess tomcat = base.start()) {
            Client client = tomcat.client("/a");
            String session = client.login("general", "general-password", SECRET).sessionId();

            assertThat(client.send(Request.get("/login").cookie(session).secret(SECRET))
                            .customStatus())
                    .isEqualTo("A");
            assertThat(tomcat.logs())
                    .contains("The application does not start: bound-session.jdbc-url is not set")
                    .contains("is in use by another process, or by another version");
        }
    }
}
