package org.boundsession.store.jdbc;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.jdbc.TimedCall;

/**
 * Repeats work that the database has rolled back because of a concurrent transaction: a deadlock, a serialization
 * failure, or a commit at another node of a cluster. That is safe also for a write, because the rollback is certain.
 */
final class Conflicts {

    private static final int MAX_ATTEMPTS = 8;
    private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    /** The second one is PostgreSQL's deadlock, the third one Oracle's. */
    private static final Set<String> STATES = Set.of("40001", "40P01", "61000");

    /** MariaDB's deadlock, and a row that has changed since the transaction's snapshot. */
    private static final Set<Integer> CODES = Set.of(1213, 1020);

    private Conflicts() {}

    /** Returns the failure of work that is to be repeated, because a concurrent one was quicker. */
    static SQLException repeated() {
        return new SQLException("a concurrent attempt was quicker", "40001");
    }

    /** Runs the work, a few times at most and within the time limit of the call. */
    static <T> T retried(TimedCall call, Connections.Work<T> work) throws SQLException {
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return work.on(call);
            } catch (SQLException e) {
                if (!isConflict(e) || call.isOverdue()) {
                    throw e;
                }
                // Those who conflict do not start together again.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE * attempt));
            }
        }
        return work.on(call);
    }

    /** A batch may have the reason in the exceptions that follow. */
    static boolean isConflict(SQLException failure) {
        for (SQLException e = failure; e != null; e = e.getNextException()) {
            if (CODES.contains(e.getErrorCode()) || (e.getSQLState() != null && STATES.contains(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
