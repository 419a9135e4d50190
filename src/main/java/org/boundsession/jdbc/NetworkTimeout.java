package org.boundsession.jdbc;

import java.sql.Connection;

/** How long a driver waits for each answer of the server, if it supports that; not longer than a call's limit. */
final class NetworkTimeout {

    private static final int UNCHANGED = -1;

    /** PostgreSQL's driver knows whole seconds only. */
    private static final int NEARLY = 1_000;

    private final int limit;
    private int found = UNCHANGED;

    /** @param limit milliseconds */
    NetworkTimeout(int limit) {
        this.limit = limit;
    }

    void limit(Connection connection) {
        Quietly.succeeds(() -> {
            int present = connection.getNetworkTimeout();
            if (present > 0 && present <= limit + NEARLY) {
                return;
            }
            connection.setNetworkTimeout(Runnable::run, limit);
            found = present;
        });
    }

    /** Whether it is as it was. */
    boolean restored(Connection connection) {
        if (found == UNCHANGED) {
            return true;
        }
        int before = found;
        found = UNCHANGED;
        return Quietly.succeeds(() -> connection.setNetworkTimeout(Runnable::run, before));
    }
}
