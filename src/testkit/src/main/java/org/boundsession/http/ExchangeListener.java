package org.boundsession.http;

/**
 * Hears each request that a {@link Client} has sent, and its response, before the test sees it; found by {@link
 * java.util.ServiceLoader}. It may throw an AssertionError, which fails the test. Thread-safe.
 */
public interface ExchangeListener {

    void exchanged(Client client, Request request, Response response);
}
