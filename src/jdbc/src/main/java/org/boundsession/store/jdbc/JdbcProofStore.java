package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Clock;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.ProofStore;

/**
 * Records proofs of signed requests in a table, one row for each proof. Thread-safe. A record is one INSERT, which the
 * primary key lets succeed once; a row whose time has passed refuses its proof until it is deleted.
 */
final class JdbcProofStore implements ProofStore {

    private static final String INSERT =
            "INSERT INTO " + OptionalTable.PROOFS_NAME + " (application, proof, expiry_time) VALUES (?, ?, ?)";

    private final Connections connections;
    private final String application;
    private final Clock clock;
    private final ExpiredRows expired;
    private volatile boolean used;

    JdbcProofStore(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
        this.expired =
                new ExpiredRows(connections, application, clock, OptionalTable.PROOFS_NAME, "proof", "expiry_time");
    }

    @Override
    public boolean record(String proof, long ttlMillis) {
        long expiry = clock.millis() + ttlMillis + MARGIN_MILLIS;
        return connections.call(call -> {
            ensureTable(call);
            return insert(call, proof, expiry);
        });
    }

    /** Only a node that records proofs needs the table. */
    private void ensureTable(TimedCall call) throws SQLException {
        if (!used) {
            Schema.ensure(call, OptionalTable.PROOFS);
            used = true;
        }
    }

    private boolean insert(TimedCall call, String proof, long expiry) throws SQLException {
        try (PreparedStatement insert = call.prepareStatement(INSERT + onDuplicate(call))) {
            insert.setString(1, application);
            insert.setString(2, proof);
            insert.setLong(3, expiry);
            return insert.executeUpdate() == 1;
        } catch (SQLIntegrityConstraintViolationException recordedBefore) {
            return false;
        } catch (SQLException e) {
            if (Failures.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    /** PostgreSQL would otherwise log each replay as an error, with the row. */
    private static String onDuplicate(TimedCall call) throws SQLException {
        return call.connection().getMetaData().getDatabaseProductName().equals("PostgreSQL")
                ? " ON CONFLICT DO NOTHING"
                : "";
    }

    /** Does nothing at a node that has recorded nothing, because the table may be missing if no node does. */
    @Override
    public void removeExpired() {
        if (used) {
            expired.delete();
        }
    }
}
