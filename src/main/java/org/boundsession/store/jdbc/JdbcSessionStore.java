package org.boundsession.store.jdbc;

import java.sql.Connection;
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
import org.boundsession.store.AttributesJson;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoredSession;
import org.boundsession.store.UnreadableSessions;

/**
 * Sessions in a table of a relational database. Thread-safe; each call is one statement in auto-commit mode, but for the
 * clean-up, which is a small transaction.
 *
 * <p>A call ends within the timeout, the wait for a connection included.
 */
public final class JdbcSessionStore implements SessionStore {

    private static final String COLUMNS = "session_key, principal, creation_time, last_access_time,"
            + " max_inactive_interval, end_time, attributes, version";
    private static final String FIND = "SELECT " + COLUMNS + " FROM bound_session WHERE session_key = ?";
    private static final String FIND_BY_PRINCIPAL = "SELECT " + COLUMNS
            + " FROM bound_session WHERE principal = ? AND expiry_time > ? ORDER BY last_access_time DESC, session_key";
    private static final String INSERT =
            "INSERT INTO bound_session (" + COLUMNS + ", expiry_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** A touch may have moved the last access meanwhile: the row's own counts. */
    private static final String UPDATE =
            "UPDATE bound_session SET principal = ?, max_inactive_interval = ?, end_time = ?,"
                    + " attributes = ?, version = version + 1, expiry_time = LEAST(?, last_access_time + ?)"
                    + " WHERE session_key = ? AND version = ? AND expiry_time > ?";

    /** One that is touched already is touched again: no row then means that the session is over, or that a driver says so. */
    private static final String TOUCH = "UPDATE bound_session SET last_access_time = GREATEST(last_access_time, ?),"
            + " expiry_time = LEAST(end_time, GREATEST(last_access_time, ?) + ?)"
            + " WHERE session_key = ? AND expiry_time > ?";

    private static final String LIVES = "SELECT 1 FROM bound_session WHERE session_key = ? AND expiry_time > ?";
    private static final String DELETE = "DELETE FROM bound_session WHERE session_key = ?";
    private static final String DELETE_EXPIRED = DELETE + " AND expiry_time <= ?";
    private static final String LOCK_EXPIRED = "SELECT session_key, principal FROM bound_session WHERE expiry_time <= ?"
            + " ORDER BY expiry_time LIMIT " + SessionStore.BATCH + " FOR UPDATE SKIP LOCKED";

    private final Connections connections;
    private final Clock clock;
    private final UnreadableSessions unreadable = new UnreadableSessions();

    public JdbcSessionStore(DataSource dataSource, Duration timeout, Clock clock) {
        this.connections = new Connections(dataSource, timeout);
        this.clock = clock;
    }

    @Override
    public Optional<StoredSession> findById(SessionKey key) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                select.setString(1, key.hex());
                List<StoredSession> found = sessions(select);
                return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
            }
        });
    }

    @Override
    public List<StoredSession> findByPrincipal(String principal) {
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND_BY_PRINCIPAL)) {
                select.setString(1, principal);
                select.setLong(2, clock.millis());
                return sessions(select);
            }
        });
    }

    private List<StoredSession> sessions(PreparedStatement select) throws SQLException {
        List<StoredSession> sessions = new ArrayList<>(1);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                readable(rows).ifPresentOrElse(sessions::add, unreadable::found);
            }
        }
        return sessions;
    }

    private static Optional<StoredSession> readable(ResultSet row) throws SQLException {
        try {
            return session(row);
        } catch (IllegalArgumentException tampered) {
            return Optional.empty();
        }
    }

    private static Optional<StoredSession> session(ResultSet row) throws SQLException {
        String key = row.getString(1).strip();
        String principal = row.getString(2);
        long creationTime = row.getLong(3);
        long lastAccessTime = row.getLong(4);
        long maxInactiveInterval = row.getLong(5);
        long endTime = row.getLong(6);
        String attributes = row.getString(7);
        long version = row.getLong(8);
        if (principal == null || attributes == null) {
            return Optional.empty();
        }
        return AttributesJson.read(attributes)
                .map(read -> new StoredSession(
                        new SessionKey(key),
                        principal,
                        creationTime,
                        lastAccessTime,
                        maxInactiveInterval,
                        endTime,
                        read,
                        version));
    }

    @Override
    public void insert(StoredSession session) {
        connections.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, session.key().hex());
                insert.setString(2, session.principal());
                insert.setLong(3, session.creationTime());
                insert.setLong(4, session.lastAccessedTime());
                insert.setLong(5, session.maxInactiveInterval());
                insert.setLong(6, session.endTime());
                insert.setString(7, AttributesJson.write(session.attributes()));
                insert.setLong(8, 1);
                insert.setLong(9, session.expiryTime());
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
                update.setString(1, session.principal());
                update.setLong(2, session.maxInactiveInterval());
                update.setLong(3, session.endTime());
                update.setString(4, AttributesJson.write(session.attributes()));
                update.setLong(5, session.endTime());
                update.setLong(6, session.timeToLive());
                update.setString(7, session.key().hex());
                update.setLong(8, session.version());
                update.setLong(9, clock.millis());
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean touch(StoredSession session, long accessedTime) {
        return connections.call(connection -> {
            try (PreparedStatement touch = connection.prepareStatement(TOUCH)) {
                touch.setLong(1, accessedTime);
                touch.setLong(2, accessedTime);
                touch.setLong(3, session.timeToLive());
                touch.setString(4, session.key().hex());
                touch.setLong(5, clock.millis());
                return touch.executeUpdate() == 1 || lives(connection, session.key());
            }
        });
    }

    /** Some drivers count changed rows only. */
    private boolean lives(Connection connection, SessionKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIVES)) {
            select.setString(1, key.hex());
            select.setLong(2, clock.millis());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public boolean deleteById(SessionKey key) {
        return connections.call(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, key.hex());
                return delete.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean deleteIfExpired(SessionKey key) {
        return connections.call(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE_EXPIRED)) {
                delete.setString(1, key.hex());
                delete.setLong(2, clock.millis());
                return delete.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<ExpiredSession> deleteExpired() {
        return connections.call(connection -> {
            int isolation = connection.getTransactionIsolation();
            connection.setAutoCommit(false);
            // Stricter ones lock the gaps between expired rows, where other nodes insert.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try {
                List<ExpiredSession> deleted = deleteBatch(connection);
                connection.commit();
                return deleted;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setTransactionIsolation(isolation);
                connection.setAutoCommit(true);
            }
        });
    }

    private List<ExpiredSession> deleteBatch(Connection connection) throws SQLException {
        List<ExpiredSession> locked = lockExpired(connection);
        if (locked.isEmpty()) {
            return locked;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            // One by one: a list of keys makes MariaDB scan the index, into rows that another node has locked.
            for (ExpiredSession session : locked) {
                delete.setString(1, session.key().hex());
                delete.addBatch();
            }
            delete.executeBatch();
        }
        return locked;
    }

    private List<ExpiredSession> lockExpired(Connection connection) throws SQLException {
        List<ExpiredSession> locked = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LOCK_EXPIRED)) {
            select.setLong(1, clock.millis());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    locked.add(
                            new ExpiredSession(new SessionKey(rows.getString(1).strip()), rows.getString(2)));
                }
            }
        }
        return locked;
    }

    @Override
    public void close() {
        connections.close();
    }
}
