package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;

/**
 * Ends rows. Ending turns a row into a tombstone: the token of the attempt is stored, the binding is erased, and the
 * expiry is set to the time of the end. The row is deleted when the attempt is known to have succeeded. Thread-safe.
 */
final class EndedRows {

    private static final String EXPIRED = " AND expiry_time <= ?";
    private static final String END = "UPDATE bound_session SET ended_by = ?, expiry_time = ?, binding = '-'"
            + " WHERE application = ? AND session_key = ?";
    private static final String OURS = " AND (ended_by IS NULL OR ended_by = ?";
    private static final String END_ONE = END + OURS + ")";
    private static final String END_IF_EXPIRED = END_ONE + EXPIRED;
    private static final String STATE = "SELECT ended_by FROM bound_session WHERE application = ? AND session_key = ?";

    /** Sessions that have expired, and tombstones whose time to live is over. */
    private static final String FIND_EXPIRED = "SELECT " + SessionRow.COLUMNS_AND_END + " FROM bound_session"
            + " WHERE application = ?" + EXPIRED + " AND (ended_by IS NULL OR expiry_time <= ?)"
            + " ORDER BY expiry_time";

    private static final String END_EXPIRED = END + EXPIRED + OURS + " OR expiry_time <= ?)";
    private static final String ENDED =
            "SELECT session_key FROM bound_session WHERE application = ? AND expiry_time = ? AND ended_by = ?";
    private static final String DELETE_ENDED =
            "DELETE FROM bound_session WHERE application = ? AND session_key = ? AND ended_by = ?";

    private final Connections connections;
    private final String application;
    private final Clock clock;

    EndedRows(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
    }

    boolean end(SessionKey key, EndToken token) {
        return connections.call(connection -> {
            try (PreparedStatement end = connection.prepareStatement(END_ONE)) {
                mark(end, key.hex(), token, clock.millis());
                end.setString(5, token.text());
                return end.executeUpdate() == 1;
            }
        });
    }

    boolean endIfExpired(SessionKey key, EndToken token) {
        return connections.call(connection -> {
            try (PreparedStatement end = connection.prepareStatement(END_IF_EXPIRED)) {
                long now = clock.millis();
                mark(end, key.hex(), token, now);
                end.setString(5, token.text());
                end.setLong(6, now);
                return end.executeUpdate() == 1;
            }
        });
    }

    private void mark(PreparedStatement mark, String key, EndToken token, long now) throws SQLException {
        mark.setString(1, token.text());
        mark.setLong(2, now);
        mark.setString(3, application);
        mark.setString(4, key);
    }

    EndState state(SessionKey key, EndToken token) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(STATE)) {
                select.setString(1, application);
                select.setString(2, key.hex());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? state(row.getString(1), token) : EndState.GONE;
                }
            }
        });
    }

    private static EndState state(String endedBy, EndToken token) {
        if (endedBy == null) {
            return EndState.NOT_ENDED;
        }
        return endedBy.equals(token.text()) ? EndState.ENDED : EndState.GONE;
    }

    /**
     * In the order of the index: PostgreSQL, which is not told the limit, would otherwise scan the whole table as long
     * as its statistics are older than the sessions. Nothing is locked, so several nodes may find the same rows, each of
     * which is ended by one of them.
     */
    List<ExpiredSession> findExpired() {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND_EXPIRED)) {
                long now = clock.millis();
                select.setMaxRows(SessionStore.BATCH);
                select.setString(1, application);
                select.setLong(2, now);
                select.setLong(3, now - SessionStore.MARK_MILLIS);
                return expired(select);
            }
        });
    }

    private static List<ExpiredSession> expired(PreparedStatement select) throws SQLException {
        List<ExpiredSession> expired = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                boolean endedBefore = SessionRow.hasEnded(rows);
                expired.add(
                        new ExpiredSession(rows.getString(1), endedBefore ? Optional.empty() : SessionRow.read(rows)));
            }
        }
        return expired;
    }

    List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        return connections.call(on -> Transaction.run(on, connection -> endExpired(connection, found, token)));
    }

    private List<ExpiredSession> endExpired(TimedCall connection, List<ExpiredSession> found, EndToken token)
            throws SQLException {
        if (found.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        try (PreparedStatement end = connection.prepareStatement(END_EXPIRED)) {
            for (String key : sorted(found.stream().map(ExpiredSession::key))) {
                mark(end, key, token, now);
                end.setLong(5, now);
                end.setString(6, token.text());
                end.setLong(7, now - SessionStore.MARK_MILLIS);
                end.addBatch();
            }
            end.executeBatch();
        }
        Set<String> ended = ended(connection, token, now);
        return found.stream().filter(expired -> ended.contains(expired.key())).toList();
    }

    /** All nodes lock rows in the same order, so that they wait for each other and do not meet in a deadlock. */
    private static List<String> sorted(Stream<String> keys) {
        return keys.sorted().toList();
    }

    /** Asked, because not every driver counts the rows of a batch. */
    private Set<String> ended(TimedCall connection, EndToken token, long time) throws SQLException {
        Set<String> keys = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(ENDED)) {
            select.setString(1, application);
            select.setLong(2, time);
            select.setString(3, token.text());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
            }
        }
        return keys;
    }

    void delete(List<String> keys, EndToken token) {
        connections.call(on -> Transaction.run(on, connection -> delete(connection, keys, token)));
    }

    private int delete(TimedCall connection, List<String> keys, EndToken token) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE_ENDED)) {
            for (String key : sorted(keys.stream())) {
                delete.setString(1, application);
                delete.setString(2, key);
                delete.setString(3, token.text());
                delete.addBatch();
            }
            return keys.isEmpty() ? 0 : delete.executeBatch().length;
        }
    }
}
