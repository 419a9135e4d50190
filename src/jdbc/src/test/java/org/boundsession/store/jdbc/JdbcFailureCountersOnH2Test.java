package org.boundsession.store.jdbc;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.boundsession.store.FailureCountersContract;
import org.boundsession.store.SessionStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class JdbcFailureCountersOnH2Test extends FailureCountersContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

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
}
