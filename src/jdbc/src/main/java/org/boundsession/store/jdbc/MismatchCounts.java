package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.SessionKey;

/** Counts mismatches of live sessions, each in a short transaction. Thread-safe. */
final class MismatchCounts {

    private static final String COUNT_MISMATCH =
            "UPDATE bound_session SET mismatches = mismatches + 1" + JdbcSessionStore.LIVE;
    private static final String MISMATCHES =
            "SELECT mismatches FROM bound_session WHERE application = ? AND session_key = ?";

    private final Connections connections;
    private final String application;
    private final Clock clock;

    MismatchCounts(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
    }

    /** Counts a mismatch and returns their number; 0 if the session is gone or has expired. */
    long count(SessionKey key) {
        return connections.call(on -> Transaction.run(on, connection -> {
            try (PreparedStatement count = connection.prepareStatement(COUNT_MISMATCH)) {
                count.setString(1, application);
                count.setString(2, key.hex());
                count.setLong(3, clock.millis());
                return count.executeUpdate() == 1 ? mismatches(connection, key) : 0L;
            }
        }));
    }

    /** This transaction has locked the row, so the value includes no later count. */
    private long mismatches(TimedCall connection, SessionKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MISMATCHES)) {
            select.setString(1, application);
            select.setString(2, key.hex());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
