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
 * Runs each call of the store on a connection of the pool, with a time limit and in auto-commit mode, and ensures on
 * the first call that the table exists. Failures become a {@link org.boundsession.store.StoreUnavailableException}.
 * Thread-safe.
 */
final class Connections implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Connections.class.getName());

    /** The size of our own pool, all of whose connections may be broken after the database restarted. */
    private static final int MAX_BROKEN = SessionDatabase.CONNECTIONS;

    private final DataSource dataSource;
    private final TimeLimiter limiter;
    private volatile boolean schemaEnsured;

    /** @param timeout the time limit of a call, including the wait for a connection */
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

    /**
     * Runs a call that only reads. If its connection turns out to be broken, it is retried on the next one, which is
     * safe because a read is idempotent.
     */
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

    /** @throws SQLException if the connection was open before and is broken */
    private <T> T attempt(TimedCall call, Work<T> work) throws SQLException {
        connect(call);
        try (AutoCommit on = AutoCommit.on(call.connection())) {
            ensureSchema(call);
            return Conflicts.retried(call, work);
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
            throw Failures.ofConnecting(e, call.isOverdue());
        } catch (TimeoutException | RejectedExecutionException e) {
            throw Failures.translated(e, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.translated(e, true);
        } catch (RuntimeException e) {
            throw Failures.ofConnecting(e);
        }
    }

    /** Runs on the first call that reaches the database, which may be unavailable when the application starts. */
    private void ensureSchema(TimedCall call) throws SQLException {
        if (schemaEnsured) {
            return;
        }
        Schema.ensure(call);
        schemaEnsured = true;
    }

    /** Does not close the DataSource, which belongs to the caller. */
    @Override
    public void close() {
        limiter.close();
    }
}
