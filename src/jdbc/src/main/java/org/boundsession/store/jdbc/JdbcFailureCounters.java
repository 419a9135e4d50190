package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins in a table, one row for each counter. Thread-safe. An attempt that begins or ends is one short
 * transaction; it reads first, so that attempts on a blocked counter do not lock its row.
 */
final class JdbcFailureCounters implements FailureCounters {

    private static final String TABLE = "bound_session_login_failures";
    private static final String BLOCKED =
            "SELECT window_end FROM " + TABLE + " WHERE counter_key = ? AND window_end > ? AND failures >= ?";

    /** The failures come first, because MariaDB and MySQL compute them from a window that was set before. */
    private static final String COUNT = "UPDATE " + TABLE
            + " SET failures = CASE WHEN window_end <= ? THEN 1 ELSE failures + 1 END, failure_limit = ?,"
            + " window_end = CASE WHEN window_end <= ? THEN ? ELSE window_end END"
            + " WHERE counter_key = ? AND (window_end <= ? OR failures < ?)";

    private static final String INSERT = "INSERT INTO " + TABLE
            + " (counter_key, application, address, principal, failures, failure_limit, window_end)"
            + " VALUES (?, ?, ?, ?, 1, ?, ?)";
    private static final String TAKE_BACK = "UPDATE " + TABLE
            + " SET failures = failures - 1 WHERE counter_key = ? AND window_end <= ? AND failures > 0";
    /** The next attempt begins a new window then. */
    private static final String TAKE_BACK_LAST =
            "DELETE FROM " + TABLE + " WHERE counter_key = ? AND window_end <= ? AND failures <= 1";

    private static final String CLEAR = "DELETE FROM " + TABLE + " WHERE counter_key = ? AND window_end <= ?";
    private static final String WINDOW_END = "SELECT window_end FROM " + TABLE + " WHERE counter_key = ?";
    private static final String FIND_BLOCKED = "SELECT address, principal, failures, window_end FROM " + TABLE
            + " WHERE application = ? AND window_end > ? AND failures >= failure_limit ORDER BY window_end DESC";
    private static final String OF_ADDRESS = " WHERE application = ? AND address = ?";
    private static final String OF_USER = OF_ADDRESS + " AND principal = ?";

    /** Of a serialization failure: the transaction is rolled back and repeated. */
    private static final String REPEAT = "40001";

    private final Connections connections;
    private final String application;
    private final Clock clock;
    private final ExpiredCounters expired;

    JdbcFailureCounters(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
        this.expired = new ExpiredCounters(connections, application, clock);
    }

    @Override
    public List<Duration> blocked(List<FailureCounter> counters, Duration window) {
        return connections.read(connection -> blocked(connection, counters, window));
    }

    private List<Duration> blocked(TimedCall connection, List<FailureCounter> counters, Duration window)
            throws SQLException {
        List<Duration> blocked = new ArrayList<>();
        for (FailureCounter counter : counters) {
            blocked.add(blocked(connection, counter, window));
        }
        return blocked;
    }

    private Duration blocked(TimedCall connection, FailureCounter counter, Duration window) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BLOCKED)) {
            long now = clock.millis();
            select.setString(1, counter.key(application));
            select.setLong(2, now);
            select.setInt(3, counter.limit());
            try (ResultSet row = select.executeQuery()) {
                // A row that somebody else has written blocks no longer than one of ours.
                return row.next()
                        ? Duration.ofMillis(Math.min(window.toMillis(), row.getLong(1) - now))
                        : Duration.ZERO;
            }
        }
    }

    @Override
    public List<Counted> begin(List<FailureCounter> counters, Duration window) {
        return connections.call(on -> Transaction.run(on, connection -> {
            List<Duration> blocked = blocked(connection, counters, window);
            Map<FailureCounter, Long> ends = new HashMap<>();
            if (blocked.stream().allMatch(Duration::isZero)) {
                for (FailureCounter counter : sorted(counters, counter -> counter)) {
                    ends.put(counter, count(connection, counter, window));
                }
            }
            return Counted.all(counters, blocked, ends);
        }));
    }

    /** All nodes lock rows in the same order, so that they wait for each other and do not meet in a deadlock. */
    private <T> List<T> sorted(List<T> all, Function<T, FailureCounter> counter) {
        return all.stream()
                .sorted(Comparator.comparing(one -> counter.apply(one).key(application)))
                .toList();
    }

    /** Returns the end of the window in which the attempt is counted. */
    private long count(TimedCall connection, FailureCounter counter, Duration window) throws SQLException {
        long now = clock.millis();
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setLong(1, now);
            count.setInt(2, counter.limit());
            count.setLong(3, now);
            count.setLong(4, now + window.toMillis());
            count.setString(5, counter.key(application));
            count.setLong(6, now);
            count.setInt(7, counter.limit());
            if (count.executeUpdate() == 0) {
                insert(connection, counter, now + window.toMillis());
                return now + window.toMillis();
            }
        }
        return windowEnd(connection, counter);
    }

    private long windowEnd(TimedCall connection, FailureCounter counter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WINDOW_END)) {
            select.setString(1, counter.key(application));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
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
            throw Failures.isDuplicate(e) ? new SQLException("a concurrent attempt was counted", REPEAT) : e;
        }
    }

    @Override
    public List<Counted> end(List<Counted> takenBack, List<Counted> cleared) {
        return connections.call(on -> Transaction.run(on, connection -> {
            List<Counted> all = new ArrayList<>(takenBack);
            all.addAll(cleared);
            for (Counted counted : sorted(all, Counted::counter)) {
                if (cleared.contains(counted)) {
                    end(connection, CLEAR, counted);
                } else if (end(connection, TAKE_BACK_LAST, counted) == 0) {
                    end(connection, TAKE_BACK, counted);
                }
            }
            return List.of();
        }));
    }

    private int end(TimedCall connection, String sql, Counted counted) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(sql)) {
            end.setString(1, counted.counter().key(application));
            end.setLong(2, counted.windowEnd());
            return end.executeUpdate();
        }
    }

    private static int update(TimedCall connection, String sql, String... texts) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            setTexts(update, texts);
            return update.executeUpdate();
        }
    }

    private static void setTexts(PreparedStatement statement, String... texts) throws SQLException {
        for (int i = 0; i < texts.length; i++) {
            statement.setString(i + 1, texts[i]);
        }
    }

    @Override
    public List<BlockedLogins> findBlocked(int max) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND_BLOCKED)) {
                long now = clock.millis();
                select.setMaxRows(max);
                select.setString(1, application);
                select.setLong(2, now);
                List<BlockedLogins> blocked = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        blocked.add(new BlockedLogins(
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                Duration.ofMillis(row.getLong(4) - now)));
                    }
                }
                return blocked;
            }
        });
    }

    @Override
    public int lift(String address, @Nullable String user) {
        String where = user == null ? OF_ADDRESS : OF_USER;
        String[] texts = user == null
                ? new String[] {application, address}
                : new String[] {application, address, FailureCounter.shown(user)};
        return connections.call(on -> Transaction.run(on, connection -> {
            int blocked = countBlocked(connection, where, texts);
            update(connection, "DELETE FROM " + TABLE + where, texts);
            return blocked;
        }));
    }

    private int countBlocked(TimedCall connection, String where, String... texts) throws SQLException {
        String sql = "SELECT COUNT(*) FROM " + TABLE + where + " AND failures >= failure_limit AND window_end > ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            setTexts(select, texts);
            select.setLong(texts.length + 1, clock.millis());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Override
    public void deleteExpired() {
        expired.delete();
    }
}
