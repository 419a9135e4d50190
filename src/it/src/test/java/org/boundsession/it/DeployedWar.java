package org.boundsession.it;

import java.net.URL;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Base class of tests of the packaged WAR. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
abstract class DeployedWar {

    static final String SECRET = "the-client-holds-this";
    static final String OTHER_SECRET = "somebody-else-guesses";

    private static final int MAX_RETRIES = 50;
    private static final long RETRY_NANOS = 200_000_000;

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

    static Response patientLogin(Client client, String user, String secret) {
        return patiently(
                client, Request.get("/login").basic(user, user + "-password").secret(secret));
    }

    /** As clients are told to: a login that found no place in the lane is tried again. */
    static Response patiently(Client client, Request login) {
        Response response = client.send(login);
        for (int i = 0; i < MAX_RETRIES && response.status() == 503; i++) {
            LockSupport.parkNanos(RETRY_NANOS);
            response = client.send(login);
        }
        return response;
    }

    String sessionOf(String user) {
        return patientLogin(client, user, SECRET).sessionId();
    }
}
