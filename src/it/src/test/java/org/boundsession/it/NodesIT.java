package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.confirm;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.SessionEvents;
import org.boundsession.store.Grant;
import org.boundsession.store.Seal;
import org.boundsession.store.SealedSessionStore;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoredSession;
import org.boundsession.store.TamperedSessions;
import org.boundsession.store.jdbc.JdbcSessionStore;
import org.boundsession.store.jdbc.SessionDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Tomcats on one PostgreSQL: sessions move, end and survive; also counts their statements. */
@Timeout(240)
class NodesIT {

    private static final String OLD_KEY = "the-session-secret-of-last-year-0";
    private static final String KEY = "the-session-secret-of-this-year-1";
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 200_000_000;
    private static final int CALLS = 1000;
    private static final int EXPIRED = 20_000;
    private static final int INSERTERS = 8;

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

    @Test
    void takesOverAChangeOfTheFileWithTheSecretsWhileItRuns() throws Exception {
        TomcatProcess.Base base = nodes.base("rereading").env("SESSION_SECRET", "");
        Path file = Files.writeString(base.directory().resolve("session-secret"), OLD_KEY + "\n");
        Client rereading =
                nodes.start(base.env("SESSION_SECRET_FILE", file.toString())).client("");
        Client stranger = withSecrets("stranger", KEY);
        String before = open(rereading);
        String foreign = open(stranger);
        assertThat(call(rereading, foreign).code()).isEqualTo("login_required");

        Files.writeString(file, KEY + "," + OLD_KEY + "\n");
        long start = System.nanoTime();
        while (call(rereading, foreign).status() != 200 && System.nanoTime() - start < TAKEN_OVER.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }

        assertThat(call(rereading, foreign).status()).isEqualTo(200);
        assertThat(call(rereading, before).status()).isEqualTo(200);
        assertThat(call(stranger, open(rereading)).status()).isEqualTo(200);
    }

    private Client withSecrets(String name, String sessionSecrets) {
        return nodes.start(nodes.base(name).env("SESSION_SECRET", sessionSecrets))
                .client("");
    }

    @Test
    void findsTheLiveOneOfTwoCookies() {
        Client client = nodes.client("a");
        String ended = open(client);
        assertThat(logout(client, ended).status()).isEqualTo(204);
        String live = open(client);

        Response both = client.send(Request.get("/getemployeedetails?limit=1")
                .header("Cookie", "Session_ID=" + ended + "; Session_ID=" + live)
                .secret(DeployedWar.SECRET));

        assertThat(both.status()).isEqualTo(200);
    }

    @Test
    void keepsNothingThatOpensASession() throws SQLException {
        Client client = nodes.client("a");

        String session = open(client);

        String dump = String.join("\n", postgres.texts("SELECT bound_session::text FROM bound_session"));
        assertThat(dump)
                .contains(SessionKey.of(session).hex(), "general")
                .doesNotContain(session, DeployedWar.SECRET, "general-password", StoreUnderTest.SESSION_SECRET);
        assertThat(call(client, SessionKey.of(session).hex()).code()).isEqualTo("login_required");
    }

    @Test
    void takesTamperedRowForNoSession() throws SQLException {
        Client client = nodes.client("a");
        String session = open(client);

        postgres.execute("UPDATE bound_session SET attributes = 'rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=='");
        Response garbage = call(client, session);

        assertThat(garbage.code()).isEqualTo("login_required");
    }

    @Test
    void asksOneStatementACallAndWritesNothingButTheTouch() throws Exception {
        postgres.execute("CREATE EXTENSION pg_stat_statements");
        Client client = nodes.client("a");
        String session = open(client);

        List<String> statements = statementsOfManyCalls(client, session);
        while (statements.stream().anyMatch(sql -> sql.contains("SKIP LOCKED"))) {
            // The node has cleaned up meanwhile.
            statements = statementsOfManyCalls(client, session);
        }

        assertThat(statements)
                .hasSizeBetween(CALLS, CALLS + CALLS / 10)
                // The pool may still be opening connections, which is when the driver tells its name.
                .allSatisfy(sql -> assertThat(sql)
                        .matches("SELECT session_key, principal, .*|UPDATE bound_session SET last_access_time = .*"
                                + "|SET application_name = .*"));
    }

    /** Each as often as it was asked. */
    private List<String> statementsOfManyCalls(Client client, String session) throws Exception {
        postgres.execute("SELECT pg_stat_statements_reset()");
        try (Client.Connection connection = client.connect()) {
            for (int i = 0; i < CALLS; i++) {
                assertThat(connection.send(Calls.request(session)).status()).isEqualTo(200);
            }
        }
        return postgres.texts("SELECT query FROM pg_stat_statements, generate_series(1, calls)" + " WHERE userid = '"
                + Nodes.ROLE + "'::regrole");
    }

    @Test
    void cleansUpOnTwoNodesWhileCallsGoOn() throws Exception {
        TomcatProcess[] running = {nodes.start(nodes.base("a")), nodes.start(nodes.base("b"))};
        String session = open(running[0].client(""));
        insertExpired();

        List<Set<Integer>> statuses =
                Parallel.run(running.length, i -> statusesUntilAllExpiredAreGone(running[i].client(""), session));
        nodes.close();

        assertThat(statuses).containsOnly(Set.of(200));
        List<String> expired = new ArrayList<>();
        for (TomcatProcess node : running) {
            node.auditLog()
                    .lines()
                    .filter(line -> line.contains("\"event.action\":\"session_expired\",\"user.name\":\"expired\""))
                    .forEach(line -> expired.add(line.replaceFirst(".*\"session.id\":\"([0-9a-f]+)\".*", "$1")));
        }
        assertThat(expired).hasSize(EXPIRED).doesNotHaveDuplicates();
        assertThat(postgres.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    /** As the nodes seal them: of others no end is told. */
    private void insertExpired() {
        Duration timeout = Duration.ofSeconds(30);
        SessionSecrets secrets =
                new SessionSecrets(List.of(StoreUnderTest.SESSION_SECRET.getBytes(StandardCharsets.UTF_8)), "/");
        Grant grant = new Grant("expired", "", "{secret}", 0, 1);
        try (SessionDatabase database = SessionDatabase.at(
                        postgres.jdbcUrl(), Optional.of(postgres.user()), Optional.of(postgres.password()), timeout);
                SessionStore store = new SealedSessionStore(
                        new JdbcSessionStore(database.dataSource(), "/", timeout, Clock.systemUTC()),
                        new Seal(secrets),
                        new Lifetimes(timeout, timeout),
                        new TamperedSessions(new SessionEvents() {}),
                        Clock.systemUTC())) {
            Parallel.run(INSERTERS, inserter -> {
                for (int i = inserter; i < EXPIRED; i += INSERTERS) {
                    store.insert(new StoredSession(SessionKey.of("expired " + i), grant, 0, 1, 0, Map.of(), 0, ""));
                }
                return true;
            });
        }
    }

    private Set<Integer> statusesUntilAllExpiredAreGone(Client client, String session) throws SQLException {
        Set<Integer> statuses = new TreeSet<>();
        while (postgres.number("SELECT count(*) FROM bound_session WHERE principal = 'expired'") > 0) {
            statuses.add(call(client, session).status());
        }
        return statuses;
    }

    @Test
    void losesNoSessionWhileNodesAreKilledInTurn() {
        List<Integer> served = new RollingKills(nodes).run();

        assertThat(served).allSatisfy(calls -> assertThat(calls).isPositive());
    }
}
