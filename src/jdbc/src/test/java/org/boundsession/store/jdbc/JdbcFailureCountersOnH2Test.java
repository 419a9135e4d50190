package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.FailureCounters.Counted;
import org.boundsession.store.SessionStore;
import org.boundsession.time.MovableClock;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcFailureCountersOnH2Test extends JdbcFailureCountersContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Duration WINDOW = Duration.ofSeconds(120);

    @TempDir
    static Path directory;

    private static SessionDatabase database;

    @BeforeAll
    static void start() {
        database = SessionDatabase.embedded(directory.resolve("failures"), TIMEOUT);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }

    @Test
    void deletesMoreThanOneBatch() {
        MovableClock clock = MovableClock.atPresent();
        try (SessionStore store = open("/many", clock)) {
            FailureCounters counters = store.failureCounters().orElseThrow();
            for (int i = 0; i < 2 * SessionStore.BATCH + 1; i++) {
                counters.begin(List.of(new FailureCounter("192.0.2.1", "user" + i, 1)), WINDOW);
            }
            clock.move(WINDOW);

            counters.deleteExpired();

            clock.move(WINDOW.negated());
            assertThat(counters.findBlocked(1)).isEmpty();
        }
    }

    /** An administrator's URL may ask for one. */
    @ParameterizedTest
    @ValueSource(strings = {"Oracle", "MSSQLServer", "DB2", "MySQL", "MariaDB", "PostgreSQL", "Derby", "STRICT"})
    void countsInEachMode(String mode) {
        JdbcConnectionPool memory =
                JdbcConnectionPool.create("jdbc:h2:mem:" + mode + ";DB_CLOSE_DELAY=-1;MODE=" + mode, "sa", "");
        List<FailureCounter> of =
                List.of(new FailureCounter("192.0.2.1", null, 2), new FailureCounter("192.0.2.1", "alice", 2));
        try (SessionStore store = new JdbcSessionStore(memory, "/mode", TIMEOUT, Clock.systemUTC())) {
            FailureCounters counters = store.failureCounters().orElseThrow();

            counters.end(counters.begin(of, WINDOW), List.of());
            counters.begin(of, WINDOW);
            List<Counted> allowed = counters.begin(of, WINDOW);

            assertThat(allowed).extracting(Counted::isCounted).containsOnly(true);
            assertThat(counters.begin(of, WINDOW))
                    .extracting(Counted::isCounted)
                    .containsOnly(false);
        } finally {
            memory.dispose();
        }
    }
}
