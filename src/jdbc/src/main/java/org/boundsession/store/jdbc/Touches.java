package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoredSession;

/** Moves the last access of sessions forward. Thread-safe. */
final class Touches {

    /**
     * Matches a live session also if its last access is later. The expiry comes first, because MariaDB and MySQL compute
     * it from a last access that was set before.
     */
    private static final String TOUCH = "UPDATE bound_session SET expiry_time = CASE WHEN last_access_time < ?"
            + " THEN CASE WHEN end_time < ? THEN end_time ELSE ? END"
            + " ELSE CASE WHEN end_time < last_access_time + ? THEN end_time ELSE last_access_time + ? END END,"
            + " last_access_time = CASE WHEN last_access_time < ? THEN ? ELSE last_access_time END"
            + JdbcSessionStore.LIVE;

    private static final String LIVES = "SELECT session_key FROM bound_session" + JdbcSessionStore.LIVE;

    private final Connections connections;
    private final String application;
    private final Clock clock;

    Touches(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
    }

    boolean touch(StoredSession session, long accessedTime) {
        return connections.call(connection -> {
            try (PreparedStatement touch = connection.prepareStatement(TOUCH)) {
                long expiry = accessedTime + session.timeToLive();
                touch.setLong(1, accessedTime);
                touch.setLong(2, expiry);
                touch.setLong(3, expiry);
                touch.setLong(4, session.timeToLive());
                touch.setLong(5, session.timeToLive());
                touch.setLong(6, accessedTime);
                touch.setLong(7, accessedTime);
                touch.setString(8, application);
                touch.setString(9, session.key().hex());
                touch.setLong(10, expiredBefore(session));
                return touch.executeUpdate() == 1 || lives(connection, session.key());
            }
        });
    }

    /** Returns the time before which the row's expiry must not be; the caller may know a later access than the row. */
    private long expiredBefore(StoredSession known) {
        long now = clock.millis();
        return known.isOverAt(now) ? now : 0;
    }

    /** Checks separately whether the session is live, because some drivers count changed rows only. */
    private boolean lives(TimedCall connection, SessionKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIVES)) {
            select.setString(1, application);
            select.setString(2, key.hex());
            select.setLong(3, clock.millis());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }
}
