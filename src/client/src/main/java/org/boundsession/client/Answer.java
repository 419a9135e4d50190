package org.boundsession.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * An answer whose {@link #request} is the caller's own, without the cookie and the proof of the one that was sent, so
 * that a caller who logs the answer does not log them.
 */
final class Answer<T> implements HttpResponse<T> {

    private final HttpResponse<T> received;
    private final HttpRequest request;
    private final T body;

    Answer(HttpResponse<T> received, HttpRequest request, T body) {
        this.received = received;
        this.request = request;
        this.body = body;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    /** Always empty, because redirects are not followed. */
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public int statusCode() {
        return received.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return received.headers();
    }

    @Override
    public T body() {
        return body;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return received.sslSession();
    }

    @Override
    public URI uri() {
        return received.uri();
    }

    @Override
    public HttpClient.Version version() {
        return received.version();
    }

    /** The method, the URI and the status, as the JDK's answers print themselves. */
    @Override
    public String toString() {
        return received.toString();
    }
}
