package org.boundsession.http;

import java.util.List;
import java.util.ServiceLoader;

/** The listeners on the class path. */
final class ExchangeListeners {

    private static final List<ExchangeListener> ALL =
            ServiceLoader.load(ExchangeListener.class, ExchangeListener.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private ExchangeListeners() {}

    static Response told(Client client, Request request, Response response) {
        ALL.forEach(listener -> listener.exchanged(client, request, response));
        return response;
    }
}
