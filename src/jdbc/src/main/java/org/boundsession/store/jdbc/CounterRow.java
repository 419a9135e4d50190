package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.FailureCounter;

/**
 * A counter of failed logins as it is stored.
 *
 * @param failures the attempts that have failed or are in progress; one more than the limit after a refused attempt
 * @param windowEnd in milliseconds since the epoch; in the past or 0 if the next attempt begins a new window
 */
record CounterRow(int failures, long windowEnd) {

    /** The columns of a result that {@link #read} understands. */
    static final String COLUMNS = "counter_key, failures, window_end";

    /** Of a counter that has counted nothing. */
    static final CounterRow NONE = new CounterRow(0, 0);

    /** Reads the rows of those counters that have one, in one statement. */
    static Map<FailureCounter, CounterRow> find(TimedCall call, List<FailureCounter> counters, String application)
            throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM " + OptionalTable.LOGIN_FAILURES_NAME + " WHERE counter_key IN "
                + placeholders(counters.size());
        try (PreparedStatement select = call.prepareStatement(sql)) {
            for (int i = 0; i < counters.size(); i++) {
                select.setString(i + 1, counters.get(i).key(application));
            }
            return read(select, counters, application);
        }
    }

    /** Executes a statement that returns rows of the given counters. */
    static Map<FailureCounter, CounterRow> read(
            PreparedStatement statement, List<FailureCounter> counters, String application) throws SQLException {
        Map<FailureCounter, CounterRow> found = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String key = rows.getString(1);
                CounterRow row = new CounterRow(rows.getInt(2), rows.getLong(3));
                counters.stream()
                        .filter(counter -> counter.key(application).equals(key))
                        .forEach(counter -> found.put(counter, row));
            }
        }
        return found;
    }

    static String placeholders(int number) {
        return "(" + String.join(", ", Collections.nCopies(number, "?")) + ")";
    }

    /**
     * Returns the time until the window ends. A row that somebody else has written blocks no longer than one of ours.
     */
    Duration remaining(Duration window, long now) {
        return Duration.ofMillis(Math.max(0, Math.min(window.toMillis(), windowEnd - now)));
    }

    /** Returns whether the attempt that has returned this row was counted. */
    boolean counts(int limit) {
        return failures > 0 && failures <= limit;
    }

    Duration blocked(int limit, Duration window, long now) {
        return failures < limit ? Duration.ZERO : remaining(window, now);
    }
}
