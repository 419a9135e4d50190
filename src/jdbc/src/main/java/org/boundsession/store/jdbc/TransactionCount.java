package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.FailureCounter;

/**
 * Counts an attempt in a short transaction of standard SQL, for databases without a dialect of ours. It reads first, so
 * that attempts on a blocked counter do not lock its row.
 */
final class TransactionCount implements AttemptCount {

    /** The failures come first, because MariaDB and MySQL compute them from a window that was set before. */
    private static final String COUNT = "UPDATE " + OptionalTable.LOGIN_FAILURES_NAME
            + " SET failures = CASE WHEN window_end <= ? THEN 1 ELSE failures + 1 END, failure_limit = ?,"
            + " window_end = CASE WHEN window_end <= ? THEN ? ELSE window_end END"
            + " WHERE counter_key = ? AND (window_end <= ? OR failures < ?)";

    private static final String INSERT = "INSERT INTO " + OptionalTable.LOGIN_FAILURES_NAME
            + " (counter_key, application, address, principal, failures, failure_limit, window_end)"
            + " VALUES (?, ?, ?, ?, 1, ?, ?)";

    private final String application;

    TransactionCount(String application) {
        this.application = application;
    }

    @Override
    public Map<FailureCounter, CounterRow> count(
            TimedCall call, List<FailureCounter> counters, long now, long windowEnd) throws SQLException {
        return Transaction.run(call, connection -> {
            Map<FailureCounter, CounterRow> refused = refused(connection, counters, now);
            if (!refused.isEmpty()) {
                return refused;
            }
            for (FailureCounter counter : counters) {
                count(connection, counter, now, windowEnd);
            }
            return CounterRow.find(connection, counters, application);
        });
    }

    private Map<FailureCounter, CounterRow> refused(TimedCall connection, List<FailureCounter> counters, long now)
            throws SQLException {
        Map<FailureCounter, CounterRow> rows = CounterRow.find(connection, counters, application);
        rows.entrySet()
                .removeIf(row -> row.getValue().windowEnd() <= now
                        || row.getValue().failures() < row.getKey().limit());
        rows.replaceAll((counter, row) -> new CounterRow(counter.limit() + 1, row.windowEnd()));
        return rows;
    }

    private void count(TimedCall connection, FailureCounter counter, long now, long windowEnd) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setLong(1, now);
            count.setInt(2, counter.limit());
            count.setLong(3, now);
            count.setLong(4, windowEnd);
            count.setString(5, counter.key(application));
            count.setLong(6, now);
            count.setInt(7, counter.limit());
            if (count.executeUpdate() == 0) {
                insert(connection, counter, windowEnd);
            }
        }
    }

    private void insert(TimedCall connection, FailureCounter counter, long windowEnd) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, counter.key(application));
            insert.setString(2, application);
            insert.setString(3, counter.address());
            insert.setString(4, counter.shownUser());
            insert.setInt(5, counter.limit());
            insert.setLong(6, windowEnd);
            insert.executeUpdate();
        } catch (SQLException e) {
            // A concurrent attempt has inserted the row, or brought it to its limit.
            throw Failures.isDuplicate(e) ? Conflicts.repeated() : e;
        }
    }
}
