package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.boundsession.servers.MariaDbServer;
import org.boundsession.servers.PostgresServer;
import org.junit.jupiter.api.Test;

/** What servers answer to a user, password or database that they do not know. */
class ConfigurationErrorsOnServersIT {

    private static final String WRONG = "a-password-of-mine";

    @Test
    void refusesWhatPostgresDoesNotKnow() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            server.execute("CREATE ROLE known LOGIN PASSWORD 'known'");
            server.execute("CREATE DATABASE closed");
            server.execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
            server.requirePasswords();
            String url = server.jdbcUrl().replaceAll("\\?.*", "");

            assertThat(Start.at(url, "known", WRONG).refusal())
                    .startsWith("bound-session.jdbc-url (environment variable BOUND_SESSION_JDBC_URL): ")
                    .contains("SQLSTATE 28P01")
                    .doesNotContain(WRONG, url);
            assertThat(Start.at(url + "_absent", "known", "known").refusal()).contains("SQLSTATE 3D000");
            assertThat(Start.at(url.replaceFirst("[^/]*$", "closed"), "known", "known")
                            .refusal())
                    .contains("may not use this database", "SQLSTATE 42501");
            assertThat(Start.at(url + "?options=-c%20lock_timeout=anything", "known", "known")
                            .refusal())
                    .contains("does not accept the URL", "SQLSTATE 22023");
        }
    }

    @Test
    void refusesWhatMariaDbDoesNotKnow() throws Exception {
        // Where CI runs, a missing server is a failure.
        assumeTrue(
                MariaDbServer.isInstalled() || "true".equals(System.getenv("CI")),
                "MariaDB is NOT tested: mariadbd and mariadb-install-db are not installed");
        try (MariaDbServer server = MariaDbServer.start()) {
            String url = server.jdbcUrl();

            assertThat(Start.at(url, server.user(), WRONG).refusal()).contains("SQLSTATE 28000, error 1045");
            assertThat(Start.at(url + "_absent", "root", "").refusal()).contains("error 1049");
            assertThat(Start.at(url + "_absent", server.user(), server.password())
                            .refusal())
                    .contains("error 1044");
        }
    }
}
