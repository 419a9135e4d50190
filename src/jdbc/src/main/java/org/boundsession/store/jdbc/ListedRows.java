package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.store.StoredPage;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UnreadableSessions;
import org.boundsession.store.UserKey;

/**
 * Lists rows page by page, in the order of an index. Thread-safe.
 *
 * <p>The statement states only what the index knows, and this class drops the rows that have ended or expired: a
 * database with old statistics could otherwise take the index on the expiry and sort the whole table. It states the
 * number of rows too, which the driver's limit does not tell the planner of PostgreSQL.
 */
final class ListedRows {

    private static final String SELECT =
            "SELECT " + SessionRow.COLUMNS_AND_END + " FROM bound_session WHERE application = ?";
    private static final String OF_USER = " AND user_key = ?";
    private static final String AFTER = " AND end_time > ? AND end_time <= ? AND (end_time < ? OR session_key < ?)"
            + " ORDER BY end_time DESC, session_key DESC ";
    private static final String OF_ALL_USERS_ORDERED = SELECT + AFTER;
    private static final String OF_USER_ORDERED = SELECT + OF_USER + AFTER;

    private final Connections connections;
    private final String application;
    private final Clock clock;
    private final UnreadableSessions unreadable;

    ListedRows(Connections connections, String application, Clock clock, UnreadableSessions unreadable) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
        this.unreadable = unreadable;
    }

    StoredPage page(SessionQuery query) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(statement(connection, query))) {
                setParameters(select, query);
                return page(select, query.limit());
            }
        });
    }

    private void setParameters(PreparedStatement select, SessionQuery query) throws SQLException {
        Position start = query.start();
        int index = 1;
        select.setString(index++, application);
        if (query.user().isPresent()) {
            UserKey user = UserKey.of(application, query.user().get());
            select.setString(index++, user.hex());
        }
        select.setLong(index++, clock.millis());
        select.setLong(index++, start.endTime());
        select.setLong(index++, start.endTime());
        select.setString(index, start.key());
    }

    /** One row more than the limit tells whether more follow. */
    private static String statement(TimedCall connection, SessionQuery query) throws SQLException {
        return (query.user().isPresent() ? OF_USER_ORDERED : OF_ALL_USERS_ORDERED)
                + SchemaScripts.of(connection).limit(query.limit() + 1);
    }

    private StoredPage page(PreparedStatement select, int limit) throws SQLException {
        List<StoredSession> sessions = new ArrayList<>(limit);
        Optional<Position> last = Optional.empty();
        try (ResultSet rows = select.executeQuery()) {
            for (int count = 0; rows.next(); count++) {
                if (count == limit) {
                    return new StoredPage(sessions, last);
                }
                addIfLive(rows, sessions);
                Optional<Position> read = SessionRow.position(rows);
                last = read.isPresent() ? read : last;
            }
        }
        return new StoredPage(sessions, Optional.empty());
    }

    private void addIfLive(ResultSet row, List<StoredSession> sessions) throws SQLException {
        if (SessionRow.hasEnded(row)) {
            return;
        }
        Optional<StoredSession> read = SessionRow.read(row);
        if (read.isEmpty()) {
            unreadable.found();
        }
        read.filter(session -> !session.isOverAt(clock.millis())).ifPresent(sessions::add);
    }
}
