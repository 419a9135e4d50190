package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.jspecify.annotations.Nullable;

/** Finds and lifts counters that have reached their limit, for administrators. Thread-safe. */
final class BlockedRows {

    private static final String FIND = "SELECT address, principal, failures, window_end, failure_limit FROM "
            + OptionalTable.LOGIN_FAILURES_NAME
            + " WHERE application = ? AND window_end > ? AND failures >= failure_limit ORDER BY window_end DESC";

    private static final String OF_ADDRESS = " WHERE application = ? AND address = ?";
    private static final String OF_USER = OF_ADDRESS + " AND principal = ?";

    private final Connections connections;
    private final String application;
    private final Clock clock;

    BlockedRows(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
    }

    List<BlockedLogins> find(int max) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                long now = clock.millis();
                select.setMaxRows(max);
                select.setString(1, application);
                select.setLong(2, now);
                List<BlockedLogins> blocked = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        blocked.add(read(row, now));
                    }
                }
                return blocked;
            }
        });
    }

    /** An attempt that was refused is not counted, but has marked its row. */
    private static BlockedLogins read(ResultSet row, long now) throws SQLException {
        return new BlockedLogins(
                row.getString(1),
                row.getString(2),
                Math.min(row.getInt(3), row.getInt(5)),
                Duration.ofMillis(row.getLong(4) - now));
    }

    int lift(String address, @Nullable String user) {
        String where = user == null ? OF_ADDRESS : OF_USER;
        String[] texts = user == null
                ? new String[] {application, address}
                : new String[] {application, address, FailureCounter.shown(user)};
        return connections.call(on -> Transaction.run(on, connection -> {
            int blocked = count(connection, where, texts);
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + OptionalTable.LOGIN_FAILURES_NAME + where)) {
                setTexts(delete, texts);
                delete.executeUpdate();
            }
            return blocked;
        }));
    }

    private int count(TimedCall connection, String where, String... texts) throws SQLException {
        String sql = "SELECT COUNT(*) FROM " + OptionalTable.LOGIN_FAILURES_NAME + where
                + " AND failures >= failure_limit AND window_end > ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            setTexts(select, texts);
            select.setLong(texts.length + 1, clock.millis());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void setTexts(PreparedStatement statement, String... texts) throws SQLException {
        for (int i = 0; i < texts.length; i++) {
            statement.setString(i + 1, texts[i]);
        }
    }
}
