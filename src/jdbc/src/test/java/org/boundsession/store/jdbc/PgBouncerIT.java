package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PgBouncer;
import org.boundsession.servers.PostgresServer;
import org.boundsession.store.SessionStore;
import org.boundsession.store.SessionStoreContract;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

/** The contract through pgbouncer, which pools transactions. */
class PgBouncerIT extends SessionStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String POOLED = "prepareThreshold=0";

    private static PostgresServer server;
    private static PgBouncer pooler;
    private static SessionDatabase database;

    @BeforeAll
    static void start() throws Exception {
        // Where CI runs, a missing pooler is a failure.
        assumeTrue(
                PgBouncer.isInstalled() || "true".equals(System.getenv("CI")),
                "pgbouncer is NOT tested: it is not installed");
        server = PostgresServer.start();
        pooler = PgBouncer.before(server);
        database = SessionDatabase.at(pooler.jdbcUrl() + "&" + POOLED, Optional.empty(), Optional.empty(), TIMEOUT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (pooler != null) {
            database.close();
            pooler.close();
            server.close();
        }
    }

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new JdbcSessionStore(database.dataSource(), application, TIMEOUT, clock);
    }

    /** More often than a driver would have prepared a statement on a connection of its own. */
    @Test
    void servesManyAtOnceOverFewConnections() {
        List<StoredSession> sessions =
                IntStream.range(0, 16).mapToObj(i -> inserted("user" + i)).toList();

        List<Boolean> found = Parallel.run(
                16,
                i -> IntStream.range(0, 50)
                        .allMatch(call -> store.findById(sessions.get(i).key()).isPresent()
                                && store.touch(sessions.get(i), clock.millis() + call)));

        assertThat(found).containsOnly(true);
        assertThat(store.findExpired()).isEmpty();
        assertThat(store.countMismatch(sessions.get(0).key())).isEqualTo(1);
    }

    @Test
    void leavesNoSettingToOtherClients() throws Exception {
        store.probe();
        Set<String> settings = new HashSet<>();
        for (int client = 0; client < 8; client++) {
            settings.add(settings());
        }

        assertThat(settings).containsExactly("0 0 read committed");
    }

    private static String settings() throws SQLException {
        try (Connection client = new Driver().connect(pooler.jdbcUrl(), new Properties());
                Statement statement = client.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('statement_timeout') || ' ' ||"
                        + " current_setting('lock_timeout') || ' ' ||"
                        + " current_setting('default_transaction_isolation')")) {
            row.next();
            return row.getString(1);
        }
    }

    /** As before a session pooler, whose admin had no reason to change the URL. */
    @Test
    void startsAlsoIfNothingInTheUrlTellsOfThePooler() throws Exception {
        Start.at(pooler.jdbcUrl(), server.user(), server.password())
                .opened(node -> assertThat(node.probe()).isPositive());
    }
}
