package org.boundsession.records;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.boundsession.jdbc.TimedCall;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a query on its own connection, which {@code close} returns in its original state. Not thread-safe.
 */
final class Reading implements AutoCloseable {

    private final TimedCall call;
    private final ReadOnlyMode readOnly;
    private boolean readOnlySet;
    private @Nullable PreparedStatement statement;
    private boolean closed;

    /** @param call a call that has borrowed a connection */
    Reading(TimedCall call, ReadOnlyMode readOnly) {
        this.call = call;
        this.readOnly = readOnly;
    }

    /** Executes the query. If this fails, the caller closes this. */
    ResultSet execute(String pagedSql, Page page) throws SQLException {
        readOnlySet = readOnly.set(call.connection());
        PreparedStatement select = call.prepareStatement(pagedSql);
        statement = select;
        select.setFetchSize(Page.DEFAULT_LIMIT);
        select.setInt(1, page.offset());
        select.setInt(2, page.limit());
        return select.executeQuery();
    }

    /** Restarts the time limit after a row, because the limit applies to each row. */
    void progressed() {
        call.progressed();
    }

    /** Translates a failure to the exception for the caller. */
    RecordsUnavailableException unavailable(Exception failure) {
        if (!call.isOverdue()) {
            return new RecordsUnavailableException(failure);
        }
        TimeoutException timeout = new TimeoutException("The database did not respond in time");
        timeout.initCause(failure);
        return new RecordsUnavailableException(timeout);
    }

    /** Never throws; idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!restored()) {
            call.discard();
        }
        call.close();
    }

    private boolean restored() {
        try {
            if (statement != null) {
                statement.close();
            }
            if (!call.connection().getAutoCommit()) {
                call.connection().rollback();
            }
            if (readOnlySet) {
                call.connection().setReadOnly(false);
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}
