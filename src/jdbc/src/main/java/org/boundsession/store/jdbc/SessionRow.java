package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.boundsession.session.Origin;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.store.AttributesJson;
import org.boundsession.store.Grant;
import org.boundsession.store.OriginJson;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UserKey;

/** A session as a row of the table {@code bound_session}. */
final class SessionRow {

    /** The columns with the data of a session, in the order in which they are read and written. */
    static final String COLUMNS = "session_key, principal, roles, binding, creation_time, last_access_time,"
            + " max_inactive_interval, end_time, mismatches, attributes, version, seal, origin";

    /** The same columns, and the one that a tombstone has, see {@link #hasEnded}. */
    static final String COLUMNS_AND_END = COLUMNS + ", ended_by";

    private static final int ENDED_BY = 14;

    static final String INSERT = "INSERT INTO bound_session (" + COLUMNS
            + ", application, user_key, expiry_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /**
     * Stands for an empty text, which Oracle would take for no value. No name, role or binding is a line feed: those of
     * roles separate them.
     */
    static final String EMPTY = "\n";

    private SessionRow() {}

    private static String stored(String text) {
        return text.isEmpty() ? EMPTY : text;
    }

    private static String loaded(String text) {
        return text.equals(EMPTY) ? "" : text;
    }

    /** Reads a session from the current row. Empty if the data is damaged or of an unknown version. */
    static Optional<StoredSession> read(ResultSet row) throws SQLException {
        String key = row.getString(1);
        String principal = row.getString(2);
        String roles = row.getString(3);
        String binding = row.getString(4);
        String attributes = row.getString(10);
        String seal = row.getString(12);
        if (principal == null || roles == null || binding == null || attributes == null || seal == null) {
            return Optional.empty();
        }
        Optional<Map<String, Object>> read = AttributesJson.read(attributes);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredSession(
                    new SessionKey(key.strip()),
                    new Grant(loaded(principal), loaded(roles), binding, row.getLong(5), row.getLong(8), origin(row)),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(9),
                    read.get(),
                    row.getLong(11),
                    seal));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    /** Sessions of layout 3 have none. */
    private static Origin origin(ResultSet row) throws SQLException {
        String origin = row.getString(13);
        return origin == null ? Origin.UNKNOWN : OriginJson.read(loaded(origin));
    }

    /** Returns whether the current row of {@link #COLUMNS_AND_END} is a tombstone. */
    static boolean hasEnded(ResultSet row) throws SQLException {
        return row.getString(ENDED_BY) != null;
    }

    /** Returns the position of the current row in a list; empty if its key is damaged. */
    static Optional<Position> position(ResultSet row) throws SQLException {
        long endTime = row.getLong(8);
        return SessionKey.ofHex(row.getString(1).strip()).map(key -> new Position(endTime, key.hex()));
    }

    /** Sets the parameters of {@link #INSERT}. */
    static void write(StoredSession session, String application, PreparedStatement insert) throws SQLException {
        Grant grant = session.grant();
        insert.setString(1, session.key().hex());
        insert.setString(2, stored(grant.principal()));
        insert.setString(3, stored(grant.roles()));
        insert.setString(4, grant.binding());
        insert.setLong(5, grant.creationTime());
        insert.setLong(6, session.lastAccessedTime());
        insert.setLong(7, session.maxInactiveInterval());
        insert.setLong(8, grant.endTime());
        insert.setLong(9, session.mismatches());
        insert.setString(10, AttributesJson.write(session.attributes()));
        insert.setLong(11, 1);
        insert.setString(12, session.seal());
        insert.setString(13, stored(OriginJson.write(grant.origin())));
        insert.setString(14, application);
        insert.setString(15, UserKey.of(application, grant.principal()).hex());
        insert.setLong(16, session.expiryTime());
    }
}
