package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lifetimes on the container's own clock, which no test can move: the WAR is a copy with an idle timeout of two seconds
 * and an absolute timeout of five.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ExpiryIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int MANY = 200;

    @ArquillianResource
    URL url;

    private Client client;

    @Deployment(testable = false)
    static WebArchive shortLived() {
        return Wars.withWebXml("short-lived", Wars.all(Wars.maxAge(2), Wars.parameter("absolute-timeout", "5")));
    }

    @BeforeEach
    void pointClient() {
        client = DeployedWar.clientOf(url);
    }

    @Test
    void saysLifetimesInTheAnswer() {
        Response response = client.login("general", "general-password", SECRET);

        assertThat(response.text("message")).isEqualTo("Logged in successfully and session set for 5 seconds");
        assertThat(response.body()).contains("\"idle_seconds\":2");
    }

    @Test
    void endsIdleSessionAsLoginRequired() {
        String session = login();

        Response last = callUntilRefused(session, 2_300);

        assertThat(last.code()).isEqualTo("login_required");
        assertThat(last.headers("Set-Cookie")).isEmpty();
    }

    @Test
    void slidesByProofsUpToTheAbsoluteEnd() {
        String session = login();

        int answered = 0;
        Response response = call(session);
        for (int i = 0; i < MANY && response.status() == 200; i++) {
            answered++;
            pause(100);
            response = call(session);
        }

        // Well over the idle time by proofs 100 ms apart, and over at the absolute end all the same.
        assertThat(answered).isGreaterThan(25);
        assertThat(response.code()).isEqualTo("login_required");
    }

    @Test
    void isNotKeptAliveByRequestsWithoutTheSecret() {
        String session = login();

        for (int i = 0; i < 24; i++) {
            client.send(Request.get("/health/live").cookie(session));
            client.send(Request.get("/getemployeedetails").cookie(session));
            client.send(Request.get("/login").cookie(session).basic("general", "wrong"));
            pause(100);
        }

        assertThat(call(session).code()).isEqualTo("login_required");
    }

    @Test
    void serializesTheNextLoginOfParallelClientsIntoSessionsThatAllWork() {
        String session = login();
        callUntilRefused(session, 2_300);

        List<Response> answers = Parallel.run(12, i -> {
            Response refused = call(session);
            String fresh = login();
            return refused.status() == 401 ? call(fresh) : refused;
        });

        assertThat(answers).extracting(Response::status).containsOnly(200);
    }

    private String login() {
        return DeployedWar.patientLogin(client, "general", SECRET).sessionId();
    }

    private Response call(String session) {
        return client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
    }

    /** Waits out the idle time without a proof, then asks. */
    private Response callUntilRefused(String session, long idleMillis) {
        pause(idleMillis);
        return call(session);
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
