package org.boundsession.client;

import java.io.IOException;
import java.net.http.HttpRequest;

/** What proves that a request belongs to a session, beside the session's cookie. Thread-safe. */
interface Proof {

    /**
     * Adds the proof to a request that has all its other headers.
     *
     * @throws IOException if the request's body cannot be read
     */
    void addTo(HttpRequest.Builder request) throws IOException, InterruptedException;
}
