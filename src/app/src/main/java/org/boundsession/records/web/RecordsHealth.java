package org.boundsession.records.web;

import java.util.Map;
import org.boundsession.admin.Health.Check;

/**
 * Whether the records could be read when they were read last. It does no I/O of its own, and never makes the node
 * unready: the other nodes have the same database. Thread-safe.
 */
final class RecordsHealth {

    private final String source;
    private volatile boolean readable = true;

    /** @param source {@code jndi} or {@code sample} */
    RecordsHealth(String source) {
        this.source = source;
    }

    void readSucceeded() {
        set(true);
    }

    void readFailed() {
        set(false);
    }

    /** Writes a change only, because each request comes by here. */
    private void set(boolean value) {
        if (readable != value) {
            readable = value;
        }
    }

    Check check() {
        return new Check("records", true, Map.of("source", source, "readable", readable));
    }
}
