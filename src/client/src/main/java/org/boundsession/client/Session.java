package org.boundsession.client;

import java.net.http.HttpRequest;
import java.util.List;

/**
 * A session of the server: its cookie, and the secret that it is bound to. The only class that knows how a request
 * proves its session: another kind of binding, such as a signature of the request, replaces what {@link #prove} adds. No
 * record, so that nothing prints it. Immutable.
 */
final class Session {

    private final String cookie;
    private final Secret secret;

    /** @param cookie the value of the {@code Cookie} header */
    Session(String cookie, Secret secret) {
        this.cookie = cookie;
        this.secret = secret;
    }

    /** Returns a copy of the request with the proof that it belongs to this session. */
    HttpRequest prove(HttpRequest request) {
        HttpRequest.Builder proved = HttpRequest.newBuilder(request, (name, value) -> true);
        addCookieTo(proved);
        secret.addTo(proved);
        return proved.build();
    }

    void addCookieTo(HttpRequest.Builder request) {
        request.header("Cookie", cookie);
    }

    /** Returns each cookie, as a name and a value with an equals sign between them. */
    List<String> cookies() {
        return List.of(cookie.split("; "));
    }

    /** With another secret, the cookie would end the session and be refused. */
    boolean isBoundTo(Secret other) {
        return secret.isSameAs(other);
    }
}
