package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;

/** The calls of a client with its session, on any node. */
final class Calls {

    private static final int MAX_RETRIES = 200;
    private static final long RETRY_NANOS = 50_000_000;

    private Calls() {}

    /** The id of a new session. */
    static String open(Client client) {
        return DeployedWar.patientLogin(client, "general", DeployedWar.SECRET).sessionId();
    }

    static Response login(Client client) {
        return client.login("general", "general-password", DeployedWar.SECRET);
    }

    static Response call(Client client, String session) {
        return call(client, session, DeployedWar.SECRET);
    }

    static Response call(Client client, String session, String secret) {
        return client.send(request(session, secret));
    }

    private static Request request(String session, String secret) {
        return Request.get("/getemployeedetails?limit=1").cookie(session).secret(secret);
    }

    /** The guarded call, for a connection that is kept. */
    static Request request(String session) {
        return request(session, DeployedWar.SECRET);
    }

    static Response confirm(Client client, String session) {
        return client.send(Request.get("/login").cookie(session).secret(DeployedWar.SECRET));
    }

    static Response logout(Client client, String session) {
        return client.send(Request.post("/logout").cookie(session).secret(DeployedWar.SECRET));
    }

    /** Nothing is known, so nothing is decided: try again later, with the cookie that you have. */
    static void assertUnavailable(Response answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("store_unavailable");
        assertThat(answer.headers("Retry-After")).hasSize(1);
        assertThat(answer.headers("Set-Cookie")).isEmpty();
        assertThat(answer.headers("X-Content-Type-Options")).hasSize(1);
    }

    /** Tries again while the store is not back. */
    static Response untilServed(Client client, String session) {
        Response answer = call(client, session);
        for (int i = 0; i < MAX_RETRIES && answer.status() == 503; i++) {
            LockSupport.parkNanos(RETRY_NANOS);
            answer = call(client, session);
        }
        return answer;
    }

    /** The status that a load balancer sees. */
    static int ready(Client client) {
        return client.send(Request.get("/health/ready")).status();
    }

    /** Asks whether the node is ready until it answers with that status; what it answered last. */
    static int untilReadiness(Client client, int status) {
        int answer = ready(client);
        for (int i = 0; i < MAX_RETRIES && answer != status; i++) {
            LockSupport.parkNanos(RETRY_NANOS);
            answer = ready(client);
        }
        return answer;
    }
}
