package org.boundsession.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.jdbc.TimedCall;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins in a table, one row for each counter. Thread-safe. An attempt that begins or ends is one
 * statement on the databases of {@link UpsertDialect}; on others an attempt that begins is one short transaction.
 *
 * <p>An attempt that only some of its counters have refused is taken back from the others by a second statement. Until
 * then it counts there, so attempts beside it may be refused too early, but none too late.
 */
final class JdbcFailureCounters implements FailureCounters {

    private static final Logger LOG = System.getLogger(JdbcFailureCounters.class.getName());

    private final Connections connections;
    private final String application;
    private final Clock clock;
    private final BlockedRows blocked;
    private final ExpiredRows expired;

    JdbcFailureCounters(Connections connections, String application, Clock clock) {
        this.connections = connections;
        this.application = application;
        this.clock = clock;
        this.blocked = new BlockedRows(connections, application, clock);
        this.expired = new ExpiredRows(
                connections, application, clock, OptionalTable.LOGIN_FAILURES_NAME, "counter_key", "window_end");
    }

    @Override
    public List<Duration> blocked(List<FailureCounter> counters, Duration window) {
        if (counters.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        Map<FailureCounter, CounterRow> rows =
                connections.read(connection -> CounterRow.find(connection, counters, application));
        return counters.stream()
                .map(counter -> rows.getOrDefault(counter, CounterRow.NONE).blocked(counter.limit(), window, now))
                .toList();
    }

    @Override
    public List<Counted> begin(List<FailureCounter> counters, Duration window) {
        if (counters.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        Map<FailureCounter, CounterRow> rows =
                connections.call(call -> counting(call).count(call, sorted(counters), now, now + window.toMillis()));
        List<Duration> refused = counters.stream()
                .map(counter -> rows.getOrDefault(counter, CounterRow.NONE).blocked(counter.limit() + 1, window, now))
                .toList();
        List<Counted> begun = Counted.all(counters, refused, ends(rows));
        if (refused.stream().allMatch(Duration::isZero)) {
            return begun;
        }
        takeBack(begun.stream().filter(Counted::isCounted).toList());
        return Counted.all(counters, refused, Map.of());
    }

    /** What cannot be taken back now counts until its window ends, but the caller has to know of the refusal. */
    private void takeBack(List<Counted> begun) {
        try {
            end(begun, List.of());
        } catch (StoreUnavailableException e) {
            LOG.log(Level.DEBUG, "An attempt at a blocked login is not taken back, because {0}", e.getMessage());
        }
    }

    /** Returns the ends of the windows of the counters that have counted the attempt. */
    private static Map<FailureCounter, Long> ends(Map<FailureCounter, CounterRow> rows) {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().counts(row.getKey().limit()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, row -> row.getValue().windowEnd()));
    }

    private AttemptCount counting(TimedCall call) throws SQLException {
        return UpsertDialect.of(call.connection().getMetaData())
                .<AttemptCount>map(dialect -> new UpsertCount(dialect, application))
                .orElseGet(() -> new TransactionCount(application));
    }

    /** All nodes lock rows in the same order, so that they wait for each other and do not meet in a deadlock. */
    private List<FailureCounter> sorted(List<FailureCounter> counters) {
        return counters.stream()
                .sorted(Comparator.comparing(counter -> counter.key(application)))
                .toList();
    }

    @Override
    public List<Counted> end(List<Counted> takenBack, List<Counted> cleared) {
        List<Counted> all = Stream.concat(takenBack.stream(), cleared.stream()).toList();
        if (!all.isEmpty()) {
            AttemptEnd end = new AttemptEnd(all, cleared, application);
            connections.call(end::run);
        }
        return List.of();
    }

    @Override
    public List<BlockedLogins> findBlocked(int max) {
        return blocked.find(max);
    }

    @Override
    public int lift(String address, @Nullable String user) {
        return blocked.lift(address, user);
    }

    @Override
    public void deleteExpired() {
        expired.delete();
    }
}
