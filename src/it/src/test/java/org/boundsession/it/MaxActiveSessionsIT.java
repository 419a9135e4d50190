package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;

/** A Tomcat with {@code maxActiveSessions="2"}. */
class MaxActiveSessionsIT {

    private static final int REFUSED = 20;

    @Test
    void isBusyIfTomcatRefusesAnotherSession() {
        try (TomcatProcess tomcat = TomcatProcess.configured("max-active-sessions")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .conf("Catalina/localhost/ROOT.xml", """
                        <Context>
                          <Valve className="org.apache.catalina.authenticator.NonLoginAuthenticator"
                                 changeSessionIdOnAuthentication="false" cache="false"/>
                          <Manager pathname="" maxActiveSessions="2"/>
                        </Context>
                        """)
                .start()) {
            Client client = tomcat.client("");
            String first = Calls.open(client);
            String second = Calls.open(client);

            for (int i = 0; i < REFUSED; i++) {
                Response busy = Calls.login(client);
                assertThat(busy.status()).isEqualTo(503);
                assertThat(busy.code()).isEqualTo("busy");
                assertThat(busy.headers("Retry-After")).hasSize(1);
                assertThat(busy.headers("Set-Cookie")).isEmpty();
                assertThat(busy.required("Cache-Control")).isEqualTo("no-store");
            }

            assertThat(Calls.call(client, first).status()).isEqualTo(200);
            assertThat(Calls.logout(client, second).status()).isEqualTo(204);
            assertThat(Calls.login(client).customStatus())
                    .as("nothing was counted")
                    .isEqualTo("N");
        }
    }
}
