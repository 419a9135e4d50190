package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.assertUnavailable;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.confirm;
import static org.boundsession.it.Calls.login;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;
import static org.boundsession.it.Calls.ready;
import static org.boundsession.it.Calls.untilReadiness;
import static org.boundsession.it.Calls.untilServed;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Tomcat whose PostgreSQL stops, hangs, is full or has no connection left, and recovers. */
@Timeout(120)
class DatabaseOutageIT {

    private static final int CONNECTIONS = 8;
    private static final int LOGINS = 80;

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
    void answersStoreUnavailableWhileTheDatabaseIsGoneAndLosesNothing() throws Exception {
        TomcatProcess node = nodes.start(nodes.base("a"));
        Client client = node.client("");
        String session = open(client);

        postgres.shutDown();
        List<Response> answers = List.of(
                call(client, session),
                call(client, session),
                login(client),
                confirm(client, session),
                logout(client, session));
        Response forged = call(client, "A".repeat(54));
        Response anonymous = client.send(Request.get("/getemployeedetails").secret(DeployedWar.SECRET));
        Response alive = client.send(Request.get("/health/live"));
        Response ready = client.send(Request.get("/health/ready"));
        String metrics = client.send(Request.get("/metrics")).body();
        postgres.startAgain();

        assertThat(answers).allSatisfy(Calls::assertUnavailable);
        assertThat(forged.code())
                .as("a forged id is refused before any look-up")
                .isEqualTo("login_required");
        assertThat(anonymous.code()).isEqualTo("login_required");
        assertThat(alive.status()).isEqualTo(200);
        assertUnavailable(ready);
        assertThat(ready.body())
                .contains(
                        "\"status\":\"DOWN\",\"checks\":[{\"name\":\"store\",\"status\":\"DOWN\",\"data\":{\"kind\":\"jdbc\"}}");
        assertThat(metrics.lines()).contains("bound_session_store_up 0.0");
        assertThat(metrics)
                .containsPattern("bound_session_checks_total\\{binding=\"none\",outcome=\"unavailable\"} [1-9]")
                .containsPattern(
                        "bound_session_store_seconds_count\\{operation=\"find\",outcome=\"unreachable\"} [1-9]");
        assertThat(untilServed(client, session).status()).isEqualTo(200);
        node.close();
        assertThat(node.auditLog()).contains("\"event.action\":\"store_down\"", "\"event.action\":\"store_up\"");
    }

    @Test
    void isNotReadyWhileTheDatabaseIsGone() throws Exception {
        Client client = nodes.client("a");
        open(client);

        postgres.shutDown();
        int alone = untilReadiness(client, 503);
        int started = ready(nodes.client("b"));
        postgres.startAgain();

        assertThat(alone).as("where nobody calls").isEqualTo(503);
        assertThat(started).as("where nobody called yet").isEqualTo(503);
        assertThat(untilReadiness(client, 200)).isEqualTo(200);
    }

    @Test
    void queuesNoLoginWhileTheDatabaseIsKnownToBeGone() throws Exception {
        Client client = nodes.client("a");
        String session = open(client);

        postgres.shutDown();
        assertUnavailable(call(client, session));
        List<Response> answers = Parallel.run(LOGINS, i -> login(client));

        assertThat(answers)
                .as("more than may wait for a place to hash, and none of them waits")
                .allSatisfy(Calls::assertUnavailable);
    }

    @Test
    void answersInTimeWhileTheDatabaseHangs() {
        TomcatProcess node = nodes.start(nodes.base("a").env("BOUND_SESSION_STORE_TIMEOUT", "500"));
        Client client = node.client("");
        String session = open(client);

        postgres.pause();
        List<Response> answers = Parallel.run(12, i -> call(client, session));
        postgres.resume();

        assertThat(answers).extracting(Response::code).containsOnly("store_unavailable");
        assertThat(untilServed(client, session).status()).isEqualTo(200);
    }

    @Test
    void answersStoreUnavailableWhileOthersHoldAllConnections() throws Exception {
        postgres.execute("ALTER ROLE " + Nodes.ROLE + " CONNECTION LIMIT " + CONNECTIONS);
        Client client = nodes.client("a");
        String session = open(client);

        List<Connection> held = takeAllConnections();
        List<Response> answers =
                List.of(call(client, session), call(client, session), login(client), logout(client, session));
        for (Connection connection : held) {
            connection.close();
        }

        assertThat(answers).allSatisfy(Calls::assertUnavailable);
        assertThat(untilServed(client, session).status()).isEqualTo(200);
    }

    /** The node asks for connections all the time, and may be the quicker one. */
    private List<Connection> takeAllConnections() throws SQLException {
        List<Connection> held = new ArrayList<>();
        while (held.size() < CONNECTIONS) {
            postgres.texts("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '" + Nodes.ROLE
                    + "' AND application_name <> 'another client'");
            try {
                while (held.size() < CONNECTIONS) {
                    held.add(DriverManager.getConnection(
                            postgres.jdbcUrl().replaceAll("\\?.*", "?ApplicationName=another client"),
                            Nodes.ROLE,
                            Nodes.ROLE_PASSWORD));
                }
            } catch (SQLException taken) {
                assertThat(taken.getSQLState()).isEqualTo("53300");
            }
        }
        return held;
    }

    @Test
    void readsOnAndRefusesToWriteWhileTheDatabaseIsFull() throws Exception {
        Client client = nodes.start(nodes.baseWithoutTouches("a")).client("");
        String session = open(client);

        postgres.execute("CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE 'No space left on device' USING ERRCODE = 'disk_full'; END $$");
        postgres.execute("CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON bound_session"
                + " EXECUTE FUNCTION no_space()");
        Response login = login(client);
        Response logout = logout(client, session);
        Response guarded = call(client, session);
        Response confirmed = confirm(client, session);
        postgres.execute("DROP TRIGGER full_disk ON bound_session");

        assertUnavailable(login);
        assertUnavailable(logout);
        assertThat(guarded.status()).isEqualTo(200);
        assertThat(confirmed.customStatus()).isEqualTo("A");
        assertThat(call(client, session).status()).isEqualTo(200);
        assertThat(logout(client, session).status()).isEqualTo(204);
    }
}
