package org.boundsession.store.jdbc;

import org.boundsession.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JdbcSessionStoreOnPostgresIT extends JdbcSessionStoreOnServers {

    private static PostgresServer server;
    private static SessionDatabase database;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
        database = open(server.jdbcUrl(), server.user(), server.password());
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        server.close();
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
