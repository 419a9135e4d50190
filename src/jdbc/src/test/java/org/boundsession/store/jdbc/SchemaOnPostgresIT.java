package org.boundsession.store.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import org.boundsession.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SchemaOnPostgresIT extends SchemaContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
        server.execute("CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + PASSWORD + "'");
        server.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
        server.execute("GRANT CREATE ON SCHEMA public TO " + OWNER);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    String product() {
        return "postgresql";
    }

    @Override
    String url() {
        return server.jdbcUrl().replaceAll("\\?.*", "");
    }

    @Override
    Driver driver() throws SQLException {
        return new org.postgresql.Driver();
    }

    @Override
    Connection admin() throws SQLException {
        return connect(server.user(), server.password());
    }

    @Override
    List<String> indexes() throws SQLException {
        return texts("SELECT indexname FROM pg_indexes WHERE tablename = 'bound_session'");
    }
}
