package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.boundsession.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ListCostOnPostgresIT extends ListCostOnDatabases {

    private static final Pattern SCAN = Pattern.compile("Index Scan Backward using (\\w+) on bound_session");

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
    DataSource database() {
        return database.dataSource();
    }

    @Override
    String product() {
        return "PostgreSQL";
    }

    @Override
    String keyOf(String application) {
        return "encode(sha256(('" + application + " ' || i)::bytea), 'hex')";
    }

    @Override
    String numbers(int rows) {
        return "generate_series(1, " + rows + ") AS numbers(i)";
    }

    @Override
    String analyze() {
        return "ANALYZE bound_session";
    }

    @Override
    String indexOf(String plan) {
        assertThat(plan).doesNotContain("Sort");
        Matcher scan = SCAN.matcher(plan);
        return scan.find() ? scan.group(1) : "none";
    }
}
