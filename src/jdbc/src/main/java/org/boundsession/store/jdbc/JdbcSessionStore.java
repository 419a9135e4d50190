package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.boundsession.session.SessionQuery;
import org.boundsession.store.AttributesJson;
import org.boundsession.store.EndState;
import org.boundsession.store.EndToken;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.ProofStore;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredPage;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UnreadableSessions;
import org.boundsession.store.UserKey;

/**
 * A session store in a table of a relational database. Thread-safe. Each call is one statement in auto-commit mode,
 * except for the clean-up, deletes of tombstones and the count of mismatches, which are short transactions.
 *
 * <p>A call ends within the timeout, including the wait for a connection.
 */
public final class JdbcSessionStore implements SessionStore {

    static final String LIVE = " WHERE application = ? AND session_key = ? AND ended_by IS NULL AND expiry_time > ?";
    private static final String SELECT = "SELECT " + SessionRow.COLUMNS + " FROM bound_session WHERE ended_by IS NULL";
    private static final String FIND = SELECT + " AND application = ? AND session_key = ?";

    /** The user's key is a digest of both names, see {@link ListedRows}. */
    private static final String FIND_BY_USER = SELECT + " AND user_key = ? AND expiry_time > ? ORDER BY end_time DESC ";

    /**
     * Optimistic locking by version. The expiry is computed from the row's last access, which a concurrent touch may
     * have moved.
     */
    private static final String UPDATE = "UPDATE bound_session SET attributes = ?, max_inactive_interval = ?,"
            + " expiry_time = CASE WHEN end_time < last_access_time + ? THEN end_time ELSE last_access_time + ? END,"
            + " version = version + 1"
            + " WHERE application = ? AND session_key = ? AND ended_by IS NULL AND expiry_time > ? AND version = ?";

    private static final String DELETE =
            "DELETE FROM bound_session WHERE application = ? AND session_key = ? AND ended_by IS NULL";

    private static final SessionKey PROBED = new SessionKey("0".repeat(64));

    private final Connections connections;
    private final EndedRows ended;
    private final ListedRows listed;
    private final MismatchCounts mismatches;
    private final Touches touches;
    private final FailureCounters failures;
    private final ProofStore proofs;
    private final String application;
    private final Clock clock;
    private final UnreadableSessions unreadable = new UnreadableSessions();

    /** @param application the name of the application; the table may contain sessions of others */
    public JdbcSessionStore(DataSource dataSource, String application, Duration timeout, Clock clock) {
        this.connections = new Connections(dataSource, timeout);
        this.application = application;
        this.clock = clock;
        this.ended = new EndedRows(connections, application, clock);
        this.listed = new ListedRows(connections, application, clock, unreadable);
        this.touches = new Touches(connections, application, clock);
        this.mismatches = new MismatchCounts(connections, application, clock);
        this.proofs = new JdbcProofStore(connections, application, clock);
        this.failures = new BoundedFailureCounters(new JdbcFailureCounters(connections, application, clock), timeout);
    }

    /**
     * Creates or upgrades the table. Does nothing if the server cannot be reached; then the first call that reaches it
     * does.
     *
     * @throws IllegalStateException if this database cannot be used; the message tells what to do
     */
    public void ensureSchema() {
        ensureSchema("bound-session.store=jdbc");
    }

    /** @param place the setting that names this database, and where it is set, for the message */
    void ensureSchema(String place) {
        try {
            connections.read(connection -> true);
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof SchemaException unsuitable) {
                throw new IllegalStateException(place + ": " + unsuitable.getMessage());
            }
        }
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                select.setString(1, application);
                select.setString(2, key.hex());
                List<StoredSession> found = sessions(select);
                return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
            }
        });
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal, int limit) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    FIND_BY_USER + SchemaScripts.of(connection).limit(limit))) {
                select.setString(1, UserKey.of(application, principal).hex());
                select.setLong(2, clock.millis());
                return sessions(select).stream()
                        .sorted(StoredSession.MOST_RECENT_FIRST)
                        .toList();
            }
        });
    }

    @Override
    public StoredPage list(SessionQuery query) {
        return listed.page(query);
    }

    private List<StoredSession> sessions(PreparedStatement select) throws SQLException {
        List<StoredSession> sessions = new ArrayList<>(1);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                SessionRow.read(rows).ifPresentOrElse(sessions::add, unreadable::found);
            }
        }
        return sessions;
    }

    @Override
    public void insert(StoredSession session) {
        connections.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(SessionRow.INSERT)) {
                SessionRow.write(session, application, insert);
                return insert.executeUpdate();
            } catch (SQLIntegrityConstraintViolationException taken) {
                throw new IllegalStateException("the key is taken", taken);
            } catch (SQLException e) {
                if (Failures.isDuplicate(e)) {
                    throw new IllegalStateException("the key is taken", e);
                }
                throw e;
            }
        });
    }

    @Override
    public boolean update(StoredSession session) {
        return connections.call(connection -> {
            try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                update.setString(1, AttributesJson.write(session.attributes()));
                update.setLong(2, session.maxInactiveInterval());
                update.setLong(3, session.timeToLive());
                update.setLong(4, session.timeToLive());
                update.setString(5, application);
                update.setString(6, session.key().hex());
                update.setLong(7, clock.millis());
                update.setLong(8, session.version());
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        return touches.touch(session, accessedTime);
    }

    @Override
    public long countMismatch(SessionKey key) {
        return mismatches.count(key);
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return connections.call(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, application);
                delete.setString(2, key.hex());
                return delete.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean end(SessionKey key, EndToken token) {
        return ended.end(key, token);
    }

    @Override
    public boolean endIfExpired(SessionKey key, EndToken token) {
        return ended.endIfExpired(key, token);
    }

    @Override
    public EndState endState(SessionKey key, EndToken token) {
        return ended.state(key, token);
    }

    @Override
    public List<ExpiredSession> findExpired() {
        return ended.findExpired();
    }

    @Override
    public List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token) {
        return ended.endExpired(found, token);
    }

    @Override
    public void deleteEnded(List<String> keys, EndToken token) {
        ended.delete(keys, token);
    }

    @Override
    public Optional<FailureCounters> failureCounters() {
        return Optional.of(failures);
    }

    @Override
    public Optional<ProofStore> proofs() {
        return Optional.of(proofs);
    }

    @Override
    public long probe() {
        findById(PROBED);
        return connections.call(Probe::of);
    }

    @Override
    public void close() {
        connections.close();
    }
}
