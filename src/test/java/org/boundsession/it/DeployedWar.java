package org.boundsession.it;

import java.net.URL;
import org.boundsession.http.Client;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests against the WAR as it was packaged. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
abstract class DeployedWar {

    static final String SECRET = "the-client-holds-this";
    static final String OTHER_SECRET = "somebody-else-guesses";

    @ArquillianResource
    URL url;

    Client client;

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.packaged();
    }

    @BeforeEach
    void pointClient() {
        client = clientOf(url);
    }

    static Client clientOf(URL url) {
        return new Client(url.getHost(), url.getPort(), url.getPath().replaceAll("/$", ""));
    }

    String sessionOf(String user) {
        return client.login(user, user + "-password", SECRET).sessionId();
    }
}
