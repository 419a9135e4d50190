package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.FailureCounters.Counted;

/**
 * The statement that takes an attempt back from its counters, or clears them. If nothing is left of a counter, its
 * window ends, so that the next attempt begins a new one. Immutable.
 */
final class AttemptEnd {

    /** An attempt that a counter has refused is not counted, but has marked it by one failure more than its limit. */
    private static final String LEFT = "CASE WHEN failures = failure_limit + 1 THEN failures - 2 ELSE failures - 1 END";

    /** The window comes first, because MariaDB and MySQL compute it from failures that were set before. */
    private static final String END = "UPDATE " + OptionalTable.LOGIN_FAILURES_NAME
            + " SET window_end = CASE WHEN counter_key IN {keys} OR failures <= 1"
            + " OR failures = 2 AND failure_limit = 1 THEN 0"
            + " ELSE window_end END,"
            + " failures = CASE WHEN counter_key IN {keys} THEN 0 ELSE " + LEFT + " END WHERE ";

    private static final String COUNTED = "counter_key IN {keys} AND failures > 0 AND ({windows})";

    /** Nothing changes in a later window. */
    private static final String WINDOW = "counter_key = ? AND window_end <= ?";

    /** Stands for a counter that is not cleared; keys are hexadecimal digits. */
    private static final String NO_KEY = "-";

    private final List<Counted> counted;
    private final List<Counted> cleared;
    private final String application;

    /** @param cleared those of the counted that are forgotten altogether */
    AttemptEnd(List<Counted> counted, List<Counted> cleared, String application) {
        this.counted = counted;
        this.cleared = cleared;
        this.application = application;
    }

    int run(TimedCall call) throws SQLException {
        String sql = sql(call.connection().getMetaData().getDatabaseProductName());
        try (PreparedStatement end = call.prepareStatement(sql)) {
            int parameter = 1;
            for (int times = 0; times < 2; times++) {
                for (Counted one : counted) {
                    end.setString(parameter++, cleared.contains(one) ? key(one) : NO_KEY);
                }
            }
            for (Counted one : counted) {
                end.setString(parameter++, key(one));
            }
            for (Counted one : counted) {
                end.setString(parameter++, key(one));
                end.setLong(parameter++, one.windowEnd());
            }
            return end.executeUpdate();
        }
    }

    private String key(Counted one) {
        return one.counter().key(application);
    }

    private String sql(String product) {
        return (END + inOrder(product))
                .replace("{keys}", CounterRow.placeholders(counted.size()))
                .replace("{windows}", String.join(" OR ", Collections.nCopies(counted.size(), WINDOW)));
    }

    /**
     * All nodes lock rows in the order of their keys, so that they wait for each other and do not meet in a deadlock. A
     * database that cannot be told the order rolls one of them back in a deadlock, and that one is repeated.
     */
    private static String inOrder(String product) {
        return switch (product) {
            case "PostgreSQL" ->
                "counter_key IN (SELECT counter_key FROM " + OptionalTable.LOGIN_FAILURES_NAME + " WHERE " + COUNTED
                        + " ORDER BY counter_key COLLATE \"C\" FOR UPDATE)";
            case "MariaDB", "MySQL" -> COUNTED + " ORDER BY counter_key";
            default -> COUNTED;
        };
    }
}
