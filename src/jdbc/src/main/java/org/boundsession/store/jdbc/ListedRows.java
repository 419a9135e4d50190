package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static final String SELECT = "SELECT " + SessionRow.COLUMNS_AND_END + " FROM ";

    /** The user's key is a digest of both names; with a condition on the application, planners may take its index. */
    private static final String OF_USER = " WHERE user_key = ?";

    private static final String OF_ALL_USERS = " WHERE application = ?";
    private static final String AFTER = " AND end_time > ? AND end_time <= ? AND "
            + "(end_time < ? OR (end_time = ? AND session_key < ?))"
            + " ORDER BY end_time DESC, session_key DESC ";

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
            try (PreparedStatement select =
                    connection.prepareStatement(statement(SchemaScripts.of(connection), query))) {
                setParameters(select, query);
                return page(select, query.limit());
            }
        });
    }

    void setParameters(PreparedStatement select, SessionQuery query) throws SQLException {
        Position start = query.start();
        select.setString(
                1, query.user().map(user -> UserKey.of(application, user).hex()).orElse(application));
        select.setLong(2, clock.millis());
        select.setLong(3, start.endTime());
        select.setLong(4, start.endTime());
        select.setLong(5, start.endTime());
        select.setString(6, start.key());
    }

    /** One row more than the limit tells whether more follow. */
    static String statement(SchemaScripts scripts, SessionQuery query) {
        boolean ofUser = query.user().isPresent();
        String table = scripts.tableBy(ofUser ? "bound_session_user_end" : "bound_session_application_end");
        return SELECT + table + (ofUser ? OF_USER : OF_ALL_USERS) + AFTER + scripts.limit(query.limit() + 1);
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
