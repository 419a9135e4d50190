package org.boundsession.records;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.boundsession.jdbc.TimedCall;
import org.jspecify.annotations.Nullable;

/** One execution of a query on a connection of its own, which closing gives back as it was found. Not thread-safe. */
final class Reading implements AutoCloseable {

    private final TimedCall call;
    private final ReadOnlyMode readOnly;
    private boolean readOnlySet;
    private @Nullable PreparedStatement statement;
    private boolean closed;

    /** @param call has borrowed its connection */
    Reading(TimedCall call, ReadOnlyMode readOnly) {
        this.call = call;
        this.readOnly = readOnly;
    }

    /** On any failure the caller closes this. */
    ResultSet execute(String pagedSql, Page page) throws SQLException {
        readOnlySet = readOnly.set(call.connection());
        PreparedStatement select = call.prepareStatement(pagedSql);
        statement = select;
        select.setFetchSize(Page.DEFAULT_LIMIT);
        select.setInt(1, page.offset());
        select.setInt(2, page.limit());
        return select.executeQuery();
    }

    /** A row has come: the time limit is for each. */
    void progressed() {
        call.progressed();
    }

    /** What a caller is told of a failure. */
    RecordsUnavailableException unavailable(Exception failure) {
        if (!call.isOverdue()) {
            return new RecordsUnavailableException(failure);
        }
        TimeoutException timeout = new TimeoutException("The database did not answer in time");
        timeout.initCause(failure);
        return new RecordsUnavailableException(timeout);
    }

    /** Never throws; once is enough, more do no harm. */
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
