package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.FailureCountersContract;
import org.boundsession.store.SessionStore;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcFailureCountersOnH2Test extends FailureCountersContract {

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
    protected SessionStore open(String application, Clock clock) {
        return new JdbcSessionStore(database.dataSource(), application, TIMEOUT, clock);
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
}
