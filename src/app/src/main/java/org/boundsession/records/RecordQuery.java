package org.boundsession.records;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.boundsession.jdbc.TimeLimiter;
import org.boundsession.jdbc.TimedCall;

/**
 * An administrator's SELECT, read page by page. Thread-safe.
 *
 * <p>The text may end in semicolons and comments. It must be one statement without parameters and without its own
 * LIMIT or FETCH clause. It should have an ORDER BY clause; without it, pages may overlap.
 */
public final class RecordQuery {

    /** The time limit for the first row, including the wait for a connection, and for each row after it. */
    public static final Duration TIME_LIMIT = Duration.ofMillis(2500);

    private final DataSource dataSource;
    private final String sql;
    private final TimeLimiter limiter;
    private final ReadOnlyMode readOnly = new ReadOnlyMode();
    private final ColumnCache columns = new ColumnCache();

    /**
     * @param limiter the time limiter for calls of the DataSource
     * @throws IllegalArgumentException if {@code sql} contains no statement
     */
    public RecordQuery(DataSource dataSource, String sql, TimeLimiter limiter) {
        this.dataSource = dataSource;
        this.sql = PagedSql.of(sql);
        this.limiter = limiter;
    }

    /**
     * Executes the query and fetches the first row, if there is one. The caller closes the rows.
     *
     * @throws RecordsUnavailableException for any failure, and when the time limit passes or the caller is interrupted
     *     (whose interrupt status is then set)
     */
    public Rows open(Page page) {
        Reading reading = new Reading(connected(), readOnly);
        try {
            return Rows.fetchFirst(reading, reading.execute(sql, page), columns);
        } catch (SQLException | RuntimeException e) {
            RecordsUnavailableException unavailable = reading.unavailable(e);
            reading.close();
            throw unavailable;
        } catch (Error e) {
            reading.close();
            throw e;
        }
    }

    private TimedCall connected() {
        TimedCall call = limiter.begin();
        try {
            call.connect(dataSource);
            return call;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(call, e);
        } catch (SQLException | TimeoutException | RuntimeException e) {
            throw refused(call, e);
        }
    }

    private static RecordsUnavailableException refused(TimedCall call, Exception reason) {
        call.close();
        return new RecordsUnavailableException(reason);
    }
}
