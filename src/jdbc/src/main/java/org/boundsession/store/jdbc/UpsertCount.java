package org.boundsession.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.FailureCounter;

/** Counts an attempt in one statement in auto-commit mode, and so in one round trip. */
final class UpsertCount implements AttemptCount {

    private final UpsertDialect dialect;
    private final String application;

    UpsertCount(UpsertDialect dialect, String application) {
        this.dialect = dialect;
        this.application = application;
    }

    @Override
    public Map<FailureCounter, CounterRow> count(
            TimedCall call, List<FailureCounter> counters, long now, long windowEnd) throws SQLException {
        try (PreparedStatement upsert = call.prepareStatement(dialect.upsert(counters.size()))) {
            int parameter = 1;
            for (FailureCounter counter : counters) {
                upsert.setString(parameter++, counter.key(application));
                upsert.setString(parameter++, application);
                upsert.setString(parameter++, counter.address());
                upsert.setString(parameter++, counter.shownUser());
                upsert.setInt(parameter++, counter.limit());
                upsert.setLong(parameter++, windowEnd);
            }
            for (int i = 0; i < dialect.times(); i++) {
                upsert.setLong(parameter++, now);
            }
            return CounterRow.read(upsert, counters, application);
        } catch (SQLException e) {
            throw Failures.isDuplicate(e) ? Conflicts.repeated() : e;
        }
    }
}
