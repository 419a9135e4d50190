package org.boundsession.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;

/**
 * A session of the server: its cookie, and the proof that a request belongs to it. The only class that knows what a
 * request carries of its session. No record, so that nothing prints it. Immutable.
 */
final class Session {

    private final String cookie;
    private final Proof proof;

    /** @param cookie the value of the {@code Cookie} header */
    Session(String cookie, Proof proof) {
        this.cookie = cookie;
        this.proof = proof;
    }

    /**
     * Returns a copy of the request with a proof that it belongs to this session. A copy is sent once: the next one has
     * another signature.
     *
     * @throws IOException if the request's body cannot be read
     */
    HttpRequest prove(HttpRequest request) throws IOException, InterruptedException {
        HttpRequest.Builder proved = HttpRequest.newBuilder(request, (name, value) -> true);
        addCookieTo(proved);
        proof.addTo(proved);
        return proved.build();
    }

    void addCookieTo(HttpRequest.Builder request) {
        request.header("Cookie", cookie);
    }

    /** Returns each cookie, as a name and a value with an equals sign between them. */
    List<String> cookies() {
        return List.of(cookie.split("; "));
    }

    /** Returns whether a request is signed, so that it may be refused for the signature. */
    boolean isSigned() {
        return proof instanceof SigningKey;
    }

    /** With another secret, the cookie would end the session and be refused. */
    boolean isBoundTo(Secret other) {
        return proof instanceof Secret secret && secret.isSameAs(other);
    }
}
