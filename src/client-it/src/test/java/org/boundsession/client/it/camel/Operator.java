package org.boundsession.client.it.camel;

import java.net.URI;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;

/** Ends the sessions of users. */
final class Operator {

    private static final String SECRET = "secret-of-the-operator";

    private final Client client;

    Operator(URI root) {
        String context = root.getPath();
        client = new Client(root.getHost(), root.getPort(), context.substring(0, context.length() - 1));
    }

    void endSessionsOf(String user) {
        String session = client.login("operator", "operator-password", SECRET).sessionId();
        Response ended = client.send(Request.of("DELETE", "/admin/sessions?user=" + user)
                .cookie(session)
                .secret(SECRET));
        if (ended.status() != 200) {
            throw new AssertionError("Sessions were not ended: " + ended.status());
        }
    }

    /** Logs a user in, beside the flow. */
    String sessionOf(String user, String secret) {
        return client.login(user, user + "-password", secret).sessionId();
    }

    Client client() {
        return client;
    }
}
