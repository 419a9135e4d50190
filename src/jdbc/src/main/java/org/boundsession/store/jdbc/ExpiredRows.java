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
 * Deletes rows after their time, in batches: after a flood, all of them together would take longer than the timeout and
 * be rolled back each time. Thread-safe.
 */
final class ExpiredRows {

    /** The rest is left to the next run. */
    static final int MAX_BATCHES = 100;

    private final Connections connections;
    private final String application;
    private final Clock clock;
    private final String find;
    private final String delete;

    /**
     * @param key the column that, with the application, identifies a row
     * @param end the column with the time after which a row is deleted
     */
    ExpiredRows(Connections connections, String application, Clock clock, String table, String key, String end) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
        this.find = "SELECT " + key + " FROM " + table + " WHERE application = ? AND " + end + " <= ? ORDER BY " + end;
        // The expiry is compared again, because another node may have prolonged the row.
        this.delete = "DELETE FROM " + table + " WHERE application = ? AND " + key + " = ? AND " + end + " <= ?";
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
        try (PreparedStatement select = connection.prepareStatement(find)) {
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
    private int delete(TimedCall connection, List<String> keys, long now) throws SQLException {
        try (PreparedStatement batch = connection.prepareStatement(delete)) {
            for (String key : keys.stream().sorted().toList()) {
                batch.setString(1, application);
                batch.setString(2, key);
                batch.setLong(3, now);
                batch.addBatch();
            }
            return keys.isEmpty() ? 0 : batch.executeBatch().length;
        }
    }
}
