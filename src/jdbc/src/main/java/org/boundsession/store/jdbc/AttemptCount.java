package org.boundsession.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.FailureCounter;

/** Counts an attempt to log in. Implementations are thread-safe. */
interface AttemptCount {

    /**
     * Counts an attempt in each counter that has not reached its limit.
     *
     * @param counters those of the attempt, in the order in which all nodes lock rows
     * @param windowEnd the end of a window that begins now
     * @return the row of each counter, with more failures than its limit if it has refused the attempt; none of a counter
     *     that has not counted the attempt because of another one
     */
    Map<FailureCounter, CounterRow> count(TimedCall call, List<FailureCounter> counters, long now, long windowEnd)
            throws SQLException;
}
