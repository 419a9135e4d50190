package org.boundsession.admin;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How many requests each endpoint has answered, with which status and how fast. Thread-safe; a request takes no lock,
 * and allocates only if it is the first one of its endpoint with its status.
 */
public final class HttpTimings {

    private static final int STATUSES = 600;

    private final ConcurrentMap<String, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final Durations durations;

    public HttpTimings(Metrics metrics) {
        durations = metrics.durations(
                "bound_session_http_requests_seconds",
                "Time of HTTP requests by the servlet that serves them and the status of the answer",
                Durations.CALLS,
                "endpoint",
                "status");
    }

    /**
     * Records a request that has been answered.
     *
     * @param endpoint the name of the servlet that served it, of which a client cannot invent further ones; never a part
     *     of a URI
     */
    public void record(String endpoint, int status, long nanos) {
        Endpoint known = endpoints.get(endpoint);
        (known == null ? endpoints.computeIfAbsent(endpoint, Endpoint::new) : known)
                .series(status)
                .record(nanos);
    }

    private final class Endpoint {

        private final String name;
        private final AtomicReferenceArray<Durations.Series> byStatus = new AtomicReferenceArray<>(STATUSES);

        Endpoint(String name) {
            this.name = name;
        }

        Durations.Series series(int status) {
            int index = status >= 0 && status < STATUSES ? status : 0;
            Durations.Series known = byStatus.get(index);
            return known == null ? add(index) : known;
        }

        private synchronized Durations.Series add(int status) {
            Durations.Series known = byStatus.get(status);
            if (known == null) {
                known = durations.series(name, Integer.toString(status));
                byStatus.set(status, known);
            }
            return known;
        }
    }
}
