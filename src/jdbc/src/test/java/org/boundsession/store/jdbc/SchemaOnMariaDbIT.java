package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import org.boundsession.servers.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the row format in which an index may be 767 bytes long. */
class SchemaOnMariaDbIT extends SchemaContract {

    private static MariaDbServer server;

    @BeforeAll
    static void start() throws Exception {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                MariaDbServer.isInstalled() || "true".equals(System.getenv("CI")),
                "MariaDB is NOT tested: mariadbd and mariadb-install-db are not installed");
        server = MariaDbServer.start("--innodb-default-row-format=compact");
        server.createUser(OWNER, PASSWORD, "ALL");
        server.createUser(USER, PASSWORD, "EXECUTE");
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    String product() {
        return "mariadb";
    }

    @Override
    String url() {
        return server.jdbcUrl();
    }

    @Override
    Driver driver() throws SQLException {
        return new org.mariadb.jdbc.Driver();
    }

    @Override
    Connection admin() throws SQLException {
        return server.connectAsRoot();
    }

    @Override
    String user() {
        return "'" + USER + "'@'127.0.0.1'";
    }

    /** Privileges outlive a table here, and without any there is no connection. */
    @Override
    void revokeRows() throws SQLException {
        execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM " + user());
        execute("GRANT EXECUTE ON test.* TO " + user());
    }

    @Override
    void dropIndex(String name) throws SQLException {
        execute("DROP INDEX " + name + " ON bound_session");
    }

    @Override
    List<String> indexes() throws SQLException {
        return texts(
                "SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_name = 'bound_session'");
    }

    /** The next best to a MySQL, which has another name for the collation of texts. */
    @Test
    void servesOverTheTableOfMySql() throws Exception {
        for (String sql : SchemaScripts.of("MySQL").statementsFrom(0)) {
            execute(sql.replace("utf8mb4_0900_bin", "utf8mb4_nopad_bin"));
            execute(sql.replace("utf8mb4_0900_bin", "utf8mb4_nopad_bin"));
        }
        grantRows();

        ensureAs(USER);

        insertAndFind(USER);
        assertThat(indexes()).contains(INDEXES);
        assertThat(texts(SchemaScripts.of("MySQL").clock())).hasSize(1);
    }
}
