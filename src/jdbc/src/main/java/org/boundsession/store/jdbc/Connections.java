package org.boundsession.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.boundsession.jdbc.TimeLimiter;
import org.boundsession.jdbc.TimedCall;

/**
 * Lends a pool's connections for one call each: watched over, in auto-commit mode, to a database that has the table. What
 * fails is a {@link org.boundsession.store.StoreUnavailableException}. Thread-safe.
 */
final class Connections implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Connections.class.getName());

    /** As many as a pool of ours holds. */
    private static final int MAX_BROKEN = SessionDatabase.CONNECTIONS;

    /** A table with many rows takes its time to change, longer than a request may. */
    private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(60);

    private final DataSource dataSource;
    private final TimeLimiter limiter;
    private volatile boolean schemaEnsured;

    /** @param timeout for a call, the wait for its connection included */
    Connections(DataSource dataSource, Duration timeout) {
        this.dataSource = dataSource;
        this.limiter = new TimeLimiter("bound-session-store", timeout);
    }

    @FunctionalInterface
    interface Work<T> {
        T on(TimedCall call) throws SQLException;
    }

    <T> T call(Work<T> work) {
        try (TimedCall call = limiter.begin()) {
            return attempt(call, work);
        } catch (SQLException broken) {
            throw Failures.translated(broken, false);
        }
    }

    /** A pool finds out that a connection is broken when it is used: what only reads may use the next one. */
    <T> T read(Work<T> question) {
        try (TimedCall call = limiter.begin()) {
            for (int broken = 0; broken < MAX_BROKEN; broken++) {
                try {
                    return attempt(call, question);
                } catch (SQLException e) {
                    LOG.log(Level.DEBUG, "a connection of the pool was broken");
                }
            }
            return attempt(call, question);
        } catch (SQLException broken) {
            throw Failures.translated(broken, false);
        }
    }

    /** @throws SQLException for a connection that was good before */
    private <T> T attempt(TimedCall call, Work<T> work) throws SQLException {
        connect(call);
        try (AutoCommit on = AutoCommit.on(call.connection())) {
            ensureSchema(call);
            return work.on(call);
        } catch (SQLException e) {
            if (!call.isOverdue() && Failures.isBroken(e)) {
                throw e;
            }
            throw Failures.translated(e, call.isOverdue());
        } catch (RuntimeException e) {
            throw Failures.translated(e, call.isOverdue());
        }
    }

    private void connect(TimedCall call) {
        try {
            call.connect(dataSource);
        } catch (SQLException e) {
            throw Failures.translated(e, call.isOverdue());
        } catch (TimeoutException | RejectedExecutionException e) {
            throw Failures.translated(e, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.translated(e, true);
        }
    }

    /** On the first call that finds a database, which need not be there when the application starts. */
    private void ensureSchema(TimedCall call) throws SQLException {
        if (schemaEnsured) {
            return;
        }
        call.extend(SCHEMA_TIMEOUT);
        Schema.ensure(call.connection());
        schemaEnsured = true;
    }

    /** The DataSource is its owner's to close. */
    @Override
    public void close() {
        limiter.close();
    }
}
