package org.boundsession.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.boundsession.servers.MariaDbServer;
import org.boundsession.store.FailureCountersContract;
import org.boundsession.store.SessionStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JdbcFailureCountersOnMariaDbIT extends FailureCountersContract {

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
    protected SessionStore open(String application, Clock clock) {
        return new JdbcSessionStore(database.dataSource(), application, TIMEOUT, clock);
    }
}
