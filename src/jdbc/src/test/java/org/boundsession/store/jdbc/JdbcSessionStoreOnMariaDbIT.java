package org.boundsession.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.boundsession.servers.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JdbcSessionStoreOnMariaDbIT extends JdbcSessionStoreOnServers {

    private static MariaDbServer server;
    private static SessionDatabase database;

    @BeforeAll
    static void start() throws Exception {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                MariaDbServer.isInstalled() || "true".equals(System.getenv("CI")),
                "MariaDB is NOT tested: mariadbd and mariadb-install-db are not installed");
        server = MariaDbServer.start();
        database = open(server.jdbcUrl(), server.user(), server.password());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            database.close();
            server.close();
        }
    }

    @Override
    SessionDatabase database() {
        return database;
    }

    @Override
    void pause() {
        server.pause();
    }

    @Override
    void resume() {
        server.resume();
    }
}
