package org.boundsession.bench;

import java.util.Map;

/** The database servers behind the contenders. Each starts when it is first asked for. */
final class Servers implements AutoCloseable {

    /** What they say of themselves, for the results; empty where none runs. */
    Map<String, String> versions() {
        return Map.of();
    }

    @Override
    public void close() {}
}
