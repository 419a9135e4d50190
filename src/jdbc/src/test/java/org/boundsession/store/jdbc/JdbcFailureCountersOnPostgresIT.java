package org.boundsession.store.jdbc;

import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.boundsession.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JdbcFailureCountersOnPostgresIT extends JdbcFailureCountersContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static PostgresServer server;
    private static SessionDatabase database;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
        database = SessionDatabase.at(
                server.jdbcUrl(), Optional.of(server.user()), Optional.of(server.password()), TIMEOUT);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        server.close();
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }

    @Override
    boolean readsFirst() {
        return true;
    }
}
