package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.SessionStore;

/**
 * Deletes counters of failed logins after their window, in batches: after a flood, all of them together would take longer
 * than the timeout and be rolled back each time. Thread-safe.
 */
final class ExpiredCounters {

    /** The rest is left to the next run. */
    static final int MAX_BATCHES = 100;

    private static final String FIND = "SELECT counter_key FROM " + FailureTable.NAME
            + " WHERE application = ? AND window_end <= ? ORDER BY window_end";

    /** Unless a new window has begun meanwhile. */
    private static final String DELETE =
            "DELETE FROM " + FailureTable.NAME + " WHERE counter_key = ? AND window_end <= ?";

    private final Connections connections;
    private final String application;
    private final Clock clock;

    ExpiredCounters(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
    }

    void delete() {
        long now = clock.millis();
        int batches = 0;
        int found;
        do {
            List<String> keys = connections.read(connection -> find(connection, now));
            found = keys.size();
            connections.call(on -> Transaction.run(on, connection -> delete(connection, keys, now)));
            batches++;
        } while (found == SessionStore.BATCH && batches < MAX_BATCHES);
    }

    private List<String> find(TimedCall connection, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setMaxRows(SessionStore.BATCH);
            select.setString(1, application);
            select.setLong(2, now);
            List<String> keys = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
            }
            return keys;
        }
    }

    /** All nodes lock rows in the same order, so that they wait for each other and do not meet in a deadlock. */
    private static int delete(TimedCall connection, List<String> keys, long now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (String key : keys.stream().sorted().toList()) {
                delete.setString(1, key);
                delete.setLong(2, now);
                delete.addBatch();
            }
            return keys.isEmpty() ? 0 : delete.executeBatch().length;
        }
    }
}
