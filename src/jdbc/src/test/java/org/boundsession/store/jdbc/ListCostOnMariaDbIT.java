package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.boundsession.servers.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ListCostOnMariaDbIT extends ListCostOnDatabases {

    private static final Pattern KEY = Pattern.compile("(?m)^key=(\\w+)$");

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
    DataSource database() {
        return database.dataSource();
    }

    @Override
    String product() {
        return "MariaDB";
    }

    @Override
    String keyOf(String application) {
        return "SHA2(CONCAT('" + application + " ', i), 256)";
    }

    @Override
    String numbers(int rows) {
        return "(SELECT seq AS i FROM seq_1_to_" + rows + ") numbers";
    }

    @Override
    String analyze() {
        return "ANALYZE TABLE bound_session";
    }

    @Override
    String indexOf(String plan) {
        assertThat(plan).doesNotContain("filesort");
        Matcher key = KEY.matcher(plan);
        return key.find() ? key.group(1) : "none";
    }
}
