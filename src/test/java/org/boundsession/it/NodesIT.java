package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.confirm;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.store.SessionKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Tomcats on one PostgreSQL: sessions that move, end and survive, and what they cost. */
@Timeout(240)
class NodesIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final String OLD_KEY = "the-session-secret-of-last-year-0";
    private static final String KEY = "the-session-secret-of-this-year-1";

    private PostgresServer postgres;
    private Nodes nodes;

    @BeforeEach
    void startDatabase() throws Exception {
        postgres = PostgresServer.start();
        nodes = Nodes.on(postgres);
    }

    @AfterEach
    void stopAll() throws Exception {
        nodes.close();
        postgres.close();
    }

    @Test
    void sharesSessionsBetweenNodesAndOverKills() {
        TomcatProcess.Base baseOfA = nodes.base("a");
        TomcatProcess a = nodes.start(baseOfA);
        Client clientOfA = a.client("");
        Client clientOfB = nodes.client("b");

        String session = open(clientOfA);
        assertThat(session).matches("[A-Za-z0-9_-]{54}");
        assertThat(call(clientOfB, session).status()).isEqualTo(200);
        a.kill();
        assertThat(call(clientOfB, session).status()).isEqualTo(200);
        nodes.start(baseOfA);
        assertThat(call(clientOfA, session).status()).isEqualTo(200);
        assertThat(confirm(clientOfA, session).customStatus()).isEqualTo("A");
        assertThat(logout(clientOfA, session).status()).isEqualTo(204);

        assertThat(call(clientOfB, session).code()).isEqualTo("login_required");
        String another = open(clientOfB);
        assertThat(call(clientOfA, another, "another-secret").code()).isEqualTo("session_invalidated");
        assertThat(call(clientOfB, another).code()).isEqualTo("login_required");
    }

    @Test
    void limitsSessionsOfOneUserAcrossNodes() {
        Client clientOfA = nodes.start(nodes.base("a").env("BOUND_SESSION_SESSIONS_PER_USER", "2"))
                .client("");
        Client clientOfB = nodes.start(nodes.base("b").env("BOUND_SESSION_SESSIONS_PER_USER", "2"))
                .client("");

        String first = open(clientOfA);
        String second = open(clientOfB);
        String third = open(clientOfA);

        assertThat(call(clientOfB, first).code()).isEqualTo("login_required");
        assertThat(call(clientOfA, second).status()).isEqualTo(200);
        assertThat(call(clientOfB, third).status()).isEqualTo(200);
    }

    @Test
    void rotatesKeysWhileSessionsLive() {
        Client old = withSecrets("old", OLD_KEY);
        String session = open(old);

        Client rotated = withSecrets("rotated", KEY + "," + OLD_KEY);
        Client stranger = withSecrets("stranger", KEY);

        assertThat(call(rotated, session).status()).isEqualTo(200);
        assertThat(call(stranger, session).code()).isEqualTo("login_required");
        assertThat(call(stranger, open(rotated)).status()).isEqualTo(200);
        assertThat(call(old, session).status()).isEqualTo(200);
    }

    private Client withSecrets(String name, String sessionSecrets) {
        return nodes.start(nodes.base(name).env("SESSION_SECRET", sessionSecrets))
                .client("");
    }

    @Test
    void keepsNothingThatOpensASession() throws SQLException {
        Client client = nodes.client("a");

        String session = open(client);

        String dump = dump();
        assertThat(dump)
                .contains(SessionKey.of(session).hex(), "general")
                .doesNotContain(session, SECRET, StoreUnderTest.SESSION_SECRET);
        assertThat(call(client, SessionKey.of(session).hex()).code()).isEqualTo("login_required");
    }

    @Test
    void takesTamperedRowForNoSession() throws SQLException {
        Client client = nodes.client("a");
        String session = open(client);

        execute("UPDATE bound_session SET attributes = 'rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=='");
        Response garbage = call(client, session);
        execute("UPDATE bound_session SET attributes = '{\"v\":1,\"attributes\":{\"org.boundsession.hash\":1}}'");
        Response wrongType = call(client, session);

        assertThat(garbage.code()).isEqualTo("login_required");
        assertThat(wrongType.code()).isEqualTo("login_required");
    }

    @Test
    void costsOneTransactionACallAndWritesNothingOnABusySession() throws Exception {
        Client client = nodes.client("a");
        String session = open(client);
        call(client, session);
        long before = transactions();

        try (Client.Connection connection = client.connect()) {
            for (int i = 0; i < 1000; i++) {
                assertThat(connection
                                .send(Request.get("/getcustomerdetails?limit=1")
                                        .cookie(session)
                                        .secret(SECRET))
                                .status())
                        .isEqualTo(200);
            }
        }

        // The statistics are the server's, its own housekeeping and these questions included; an idle backend reports
        // late.
        long counted = transactions() - before;
        for (int i = 0; i < 10 && counted < 1000; i++) {
            counted = transactions() - before;
        }
        assertThat(counted).isBetween(1000L, 1100L);
        assertThat(count("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'bound_session'"))
                .isLessThan(3);
    }

    @Test
    void losesNoSessionWhileNodesAreKilledInTurn() {
        List<Integer> served = new RollingKills(nodes).run();

        assertThat(served).allSatisfy(calls -> assertThat(calls).isPositive());
    }

    private String dump() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT bound_session::text FROM bound_session")) {
            StringBuilder all = new StringBuilder();
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
            return all.toString();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long transactions() throws SQLException {
        // A backend reports once a second at most, and when it idles.
        LockSupport.parkNanos(1_500_000_000);
        return count("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
