package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class SessionDatabaseTest {

    /** The pool's last thread is about to end when the pool says that it has: that takes repetitions to see. */
    @RepeatedTest(50)
    void leavesNoThreadOfThePool(@TempDir Path directory) throws Exception {
        try (SessionDatabase database = SessionDatabase.embedded(directory.resolve("sessions"), Duration.ofSeconds(2));
                Connection connection = database.dataSource().getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("bound-session"))
                .filteredOn(Thread::isAlive)
                .isEmpty();
    }
}
