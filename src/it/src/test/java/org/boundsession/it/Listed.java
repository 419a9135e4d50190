package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.store.SessionKey;

/** A page of sessions, as a client reads it. */
record Listed(Response response) {

    private static final Pattern HANDLE = Pattern.compile("\"handle\":\"([0-9a-f]{64})\"");
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");

    /** @param session the id of the session that asks */
    static Listed by(Client client, String session, String target) {
        Response response = client.send(Request.get(target).cookie(session).secret(DeployedWar.SECRET));
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return new Listed(response);
    }

    static Response end(Client client, String session, String target) {
        return client.send(Request.of("DELETE", target).cookie(session).secret(DeployedWar.SECRET));
    }

    /** The handle of the session with this id, without a route. */
    static String handleOf(String id) {
        return SessionKey.of(id.replaceAll("\\..*", "")).hex();
    }

    List<String> handles() {
        return HANDLE.matcher(response.body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    Optional<String> next() {
        Matcher next = NEXT.matcher(response.body());
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }
}
