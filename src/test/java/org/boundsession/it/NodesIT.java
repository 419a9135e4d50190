package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** Two Tomcats on one PostgreSQL: sessions that move, end and survive, and a database that goes away. */
@Timeout(240)
class NodesIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final String OLD_KEY = "the-session-secret-of-last-year-0";
    private static final String KEY = "the-session-secret-of-this-year-1";

    private final List<TomcatProcess> nodes = new ArrayList<>();
    private PostgresServer postgres;

    @BeforeEach
    void startDatabase() throws Exception {
        postgres = PostgresServer.start();
    }

    @AfterEach
    void stopAll() throws Exception {
        nodes.forEach(TomcatProcess::close);
        postgres.close();
    }

    @Test
    void sharesSessionsBetweenNodesAndOverKills() {
        TomcatProcess.Base baseOfA = base("a", KEY);
        TomcatProcess a = start(baseOfA);
        TomcatProcess b = start(base("b", KEY));
        Client clientOfA = a.client("");
        Client clientOfB = b.client("");

        String session = login(clientOfA);
        assertThat(session).matches("[A-Za-z0-9_-]{54}");
        assertThat(call(clientOfB, session).status()).isEqualTo(200);
        a.kill();
        assertThat(call(clientOfB, session).status()).isEqualTo(200);
        start(baseOfA);
        assertThat(call(clientOfA, session).status()).isEqualTo(200);
        assertThat(clientOfA
                        .send(Request.get("/login").cookie(session).secret(SECRET))
                        .customStatus())
                .isEqualTo("A");
        assertThat(clientOfA
                        .send(Request.post("/logout").cookie(session).secret(SECRET))
                        .status())
                .isEqualTo(204);

        assertThat(call(clientOfB, session).code()).isEqualTo("login_required");
        String another = login(clientOfB);
        assertThat(clientOfA
                        .send(Request.get("/getemployeedetails").cookie(another).secret("another-secret"))
                        .code())
                .isEqualTo("session_invalidated");
        assertThat(call(clientOfB, another).code()).isEqualTo("login_required");
    }

    @Test
    void limitsSessionsOfOneUserAcrossNodes() {
        Client clientOfA = start(base("a", KEY).env("BOUND_SESSION_SESSIONS_PER_USER", "2"))
                .client("");
        Client clientOfB = start(base("b", KEY).env("BOUND_SESSION_SESSIONS_PER_USER", "2"))
                .client("");

        String first = login(clientOfA);
        String second = login(clientOfB);
        String third = login(clientOfA);

        assertThat(call(clientOfB, first).code()).isEqualTo("login_required");
        assertThat(call(clientOfA, second).status()).isEqualTo(200);
        assertThat(call(clientOfB, third).status()).isEqualTo(200);
    }

    @Test
    void rotatesKeysWhileSessionsLive() {
        Client old = start(base("old", OLD_KEY)).client("");
        String session = login(old);

        Client rotated = start(base("rotated", KEY + "," + OLD_KEY)).client("");
        Client stranger = start(base("stranger", KEY)).client("");

        assertThat(call(rotated, session).status()).isEqualTo(200);
        assertThat(call(stranger, session).code()).isEqualTo("login_required");
        assertThat(call(stranger, login(rotated)).status()).isEqualTo(200);
        assertThat(call(old, session).status()).isEqualTo(200);
    }

    @Test
    void keepsNothingThatOpensASession() throws SQLException {
        Client client = start(base("a", KEY)).client("");

        String session = login(client);

        String dump = dump();
        assertThat(dump).contains(SessionKey.of(session).hex(), "general").doesNotContain(session, SECRET, KEY);
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(SessionKey.of(session).hex())
                                .secret(SECRET))
                        .code())
                .isEqualTo("login_required");
    }

    @Test
    void takesTamperedRowForNoSession() throws SQLException {
        Client client = start(base("a", KEY)).client("");
        String session = login(client);

        execute("UPDATE bound_session SET attributes = 'rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=='");
        Response garbage = call(client, session);
        execute("UPDATE bound_session SET attributes = '{\"v\":1,\"attributes\":{\"org.boundsession.hash\":1}}'");
        Response wrongType = call(client, session);

        assertThat(garbage.code()).isEqualTo("login_required");
        assertThat(wrongType.code()).isEqualTo("login_required");
    }

    @Test
    void costsOneTransactionACallAndWritesNothingOnABusySession() throws Exception {
        Client client = start(base("a", KEY)).client("");
        String session = login(client);
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
    void answersStoreUnavailableWhileTheDatabaseIsGoneAndLosesNothing() throws Exception {
        TomcatProcess node = start(base("a", KEY));
        Client client = node.client("");
        String session = login(client);

        postgres.shutDown();
        List<Response> answers = List.of(
                call(client, session),
                call(client, session),
                client.login("general", "general-password", SECRET),
                client.send(Request.get("/login").cookie(session).secret(SECRET)),
                client.send(Request.post("/logout").cookie(session).secret(SECRET)));
        Response forged = call(client, "A".repeat(54));
        Response anonymous = client.send(Request.get("/getemployeedetails").secret(SECRET));
        Response alive = client.send(Request.get("/health/live"));
        Response ready = client.send(Request.get("/health/ready"));
        postgres.startAgain();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("store_unavailable");
            assertThat(answer.headers("Retry-After")).hasSize(1);
            assertThat(answer.headers("Set-Cookie")).isEmpty();
            assertThat(answer.headers("X-Content-Type-Options")).hasSize(1);
        });
        assertThat(forged.code())
                .as("a forged id is refused before any look-up")
                .isEqualTo("login_required");
        assertThat(anonymous.code()).isEqualTo("login_required");
        assertThat(alive.status()).isEqualTo(200);
        assertThat(ready.status()).isEqualTo(503);
        assertThat(untilServed(client, session).status()).isEqualTo(200);
        node.close();
        assertThat(node.auditLog()).contains("\"event\":\"store_down\"", "\"event\":\"store_up\"");
    }

    @Test
    void answersInTimeWhileTheDatabaseHangs() {
        TomcatProcess node = start(base("a", KEY).env("BOUND_SESSION_STORE_TIMEOUT", "500"));
        Client client = node.client("");
        String session = login(client);

        postgres.pause();
        List<Response> answers = Parallel.run(12, i -> call(client, session));
        postgres.resume();

        assertThat(answers).extracting(Response::code).containsOnly("store_unavailable");
        assertThat(untilServed(client, session).status()).isEqualTo(200);
    }

    @Test
    void failsNoClientThatRetriesWhileNodesAreKilledInTurn() {
        TomcatProcess.Base baseOfA = base("a", KEY);
        TomcatProcess.Base baseOfB = base("b", KEY);
        TomcatProcess[] running = {start(baseOfA), start(baseOfB)};
        Client[] clients = {running[0].client(""), running[1].client("")};
        AtomicBoolean done = new AtomicBoolean();

        List<Integer> served =
                Parallel.run(13, i -> i == 12 ? killInTurn(running, baseOfA, baseOfB, done) : work(clients, i, done));

        assertThat(served.subList(0, 12)).allSatisfy(calls -> assertThat(calls).isPositive());
    }

    private int killInTurn(
            TomcatProcess[] running, TomcatProcess.Base baseOfA, TomcatProcess.Base baseOfB, AtomicBoolean done) {
        try {
            for (int round = 0; round < 2; round++) {
                running[0].kill();
                running[0] = start(baseOfA);
                running[1].kill();
                running[1] = start(baseOfB);
            }
            return 0;
        } finally {
            done.set(true);
        }
    }

    /** Calls one node or the other, and where one is gone the other again: no answer may be a wrong one. */
    private static int work(Client[] clients, int offset, AtomicBoolean done) {
        String session = null;
        int served = 0;
        for (int i = offset; !done.get(); i++) {
            try {
                if (session == null) {
                    Response login = clients[i % 2].login("general", "general-password", SECRET);
                    session = login.status() == 200 ? login.sessionId() : null;
                } else {
                    Response answer = clients[i % 2].send(Request.get("/getemployeedetails?limit=1")
                            .cookie(session)
                            .secret(SECRET));
                    assertThat(answer.status()).isIn(200, 401, 404, 503);
                    assertThat(answer.status() == 401 ? answer.code() : "").isIn("", "login_required");
                    served += answer.status() == 200 ? 1 : 0;
                    session = answer.status() == 401 ? null : session;
                }
            } catch (java.io.UncheckedIOException killed) {
                // The node is gone; the next turn is the other's.
                LockSupport.parkNanos(5_000_000);
            }
        }
        return served;
    }

    private static Response untilServed(Client client, String session) {
        Response answer = call(client, session);
        for (int i = 0; i < 200 && answer.status() == 503; i++) {
            LockSupport.parkNanos(50_000_000);
            answer = call(client, session);
        }
        return answer;
    }

    private static String login(Client client) {
        return DeployedWar.patientLogin(client, "general", SECRET).sessionId();
    }

    private static Response call(Client client, String session) {
        return client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
    }

    private TomcatProcess.Base base(String name, String sessionSecret) {
        return TomcatProcess.configured(name)
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .env("SESSION_SECRET", sessionSecret)
                .env("BOUND_SESSION_STORE", "jdbc")
                .env("BOUND_SESSION_JDBC_URL", postgres.jdbcUrl())
                .env("BOUND_SESSION_JDBC_USER", postgres.user())
                .env("BOUND_SESSION_JDBC_PASSWORD", postgres.password());
    }

    private TomcatProcess start(TomcatProcess.Base base) {
        TomcatProcess node = base.start();
        synchronized (nodes) {
            nodes.add(node);
        }
        return node;
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
