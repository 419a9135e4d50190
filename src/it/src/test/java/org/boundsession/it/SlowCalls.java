package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.it.SteadyCalls.Answered;

/** Guarded calls while slow clients of all kinds are connected. */
final class SlowCalls {

    private static final Duration AFTERWARDS = Duration.ofSeconds(3);

    private SlowCalls() {}

    static void assertAnswered(Client client, int slow, String session, Duration duration) throws Exception {
        try (SlowClients attack = new SlowClients(client, slow, heads(client, session))) {
            attack.awaitOpen();
            assertAnswered("beside " + slow + " slow clients", client, session, duration);
        }
        assertAnswered("after them", client, session, AFTERWARDS);
    }

    private static void assertAnswered(String when, Client client, String session, Duration duration) throws Exception {
        Request call =
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(DeployedWar.SECRET);

        List<Answered> answers =
                SteadyCalls.run(duration, () -> client.send(call).status());

        System.out.printf(
                "%s: p50 %d ms, p99 %d ms%n",
                when,
                SteadyCalls.percentile(answers, 50).toMillis(),
                SteadyCalls.percentile(answers, 99).toMillis());
        assertThat(answers).as(when).extracting(Answered::status).containsOnly(200);
    }

    /** Logins, guarded calls and refused ones, with an announced length and in chunks. */
    private static List<String> heads(Client client, String session) {
        String host = "\r\nHost: " + client.host() + ":" + client.port();
        String bound = host + "\r\nCookie: Session_ID=" + session + "\r\nsecretid: " + DeployedWar.SECRET;
        String login = "POST " + client.context() + "/login HTTP/1.1" + host;
        String guarded = "GET " + client.context() + "/getemployeedetails HTTP/1.1" + bound;
        String nowhere = "POST " + client.context() + "/nowhere HTTP/1.1" + host;
        String sized = "\r\nContent-Length: 60000";
        String chunked = "\r\nTransfer-Encoding: chunked";
        return List.of(
                login + "\r\nContent-Length: 2000000",
                login + sized,
                login + chunked,
                guarded + sized,
                guarded + chunked,
                nowhere + sized,
                nowhere + chunked);
    }
}
