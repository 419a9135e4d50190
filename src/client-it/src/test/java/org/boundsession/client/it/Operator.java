package org.boundsession.client.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ends the sessions of others. */
final class Operator {

    private static final Pattern LISTED = Pattern.compile("\"handle\":\"([0-9a-f]{64})\",\"user\":\"(general|admin)\"");

    private final Flow flow;

    Operator(URI root) {
        flow = Flow.of(root, "operator");
    }

    void endSessionsOf(String user) {
        HttpResponse<String> response = send("DELETE", "admin/sessions?user=" + user);
        if (response.statusCode() != 200) {
            throw new AssertionError(response + response.body());
        }
    }

    /** Returns the users of the live sessions of general and admin by the sessions' handles. */
    Map<String, String> sessions() {
        Matcher session = LISTED.matcher(send("GET", "admin/sessions?limit=200").body());
        Map<String, String> users = new TreeMap<>();
        while (session.find()) {
            users.put(session.group(1), session.group(2));
        }
        return users;
    }

    /** Returns false if the session had ended already. */
    boolean end(String handle) {
        return send("DELETE", "admin/sessions/" + handle).statusCode() == 204;
    }

    private HttpResponse<String> send(String method, String path) {
        try {
            return flow.send(method, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
