package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** A pool may start before its server; without limits of the driver a silent server would hold its threads. */
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://127.0.0.1:1/sessions, socketTimeout, 4",
        "jdbc:postgresql://127.0.0.1:1/sessions, connectTimeout, 3",
        "jdbc:postgresql://127.0.0.1:1/sessions, logServerErrorDetail, false",
        "jdbc:postgresql://127.0.0.1:1/sessions, cancelSignalTimeout, 3",
        "jdbc:postgresql://127.0.0.1:1/sessions?options=a%2Cb, targetServerType,",
        "'jdbc:postgresql://127.0.0.1:1,127.0.0.1:2/sessions', targetServerType, primary",
        "jdbc:postgresql://127.0.0.1:1/sessions, options, -c statement_timeout=3000 -c lock_timeout=3000",
        "jdbc:postgresql://127.0.0.1:1/sessions?options=-c%20a=b, options,",
        "jdbc:postgresql://127.0.0.1:1/sessions?prepareThreshold=0, options,",
        "jdbc:postgresql://127.0.0.1:1/sessions?prepareThreshold=0&tcpKeepAlive=true, options,",
        "jdbc:postgresql://127.0.0.1:1/sessions?prepareThreshold=05, options, -c statement_timeout=3000 -c lock_timeout=3000",
        "jdbc:mariadb://127.0.0.1:1/sessions, sessionVariables, 'innodb_lock_wait_timeout=3,lock_wait_timeout=3'",
        "jdbc:mariadb://127.0.0.1:1/sessions?sessionVariables=wsrep_sync_wait=1, sessionVariables,",
        "jdbc:mariadb://127.0.0.1:1/sessions, socketTimeout, 3000",
        "jdbc:mariadb://127.0.0.1:1/sessions, connectTimeout, 3000"
    })
    void limitsTheWaitsOfADriver(String url, String property, String expected) {
        try (SessionDatabase database =
                SessionDatabase.at(url, Optional.empty(), Optional.empty(), Duration.ofSeconds(3))) {
            HikariDataSource pool = (HikariDataSource) database.dataSource();

            assertThat(pool.getDataSourceProperties().getProperty(property)).isEqualTo(expected);
        }
    }
}
