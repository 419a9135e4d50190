package org.boundsession.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.boundsession.servers.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JdbcFailureCountersOnMariaDbIT extends JdbcFailureCountersContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static MariaDbServer server;
    private static SessionDatabase database;

    @BeforeAll
    static void start() throws Exception {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                MariaDbServer.isInstalled() || "true".equals(System.getenv("CI")),
                "MariaDB is NOT tested: mariadbd and mariadb-install-db are not installed");
        server = MariaDbServer.start();
        database = SessionDatabase.at(
                server.jdbcUrl(), Optional.of(server.user()), Optional.of(server.password()), TIMEOUT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            database.close();
            server.close();
        }
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }
}
