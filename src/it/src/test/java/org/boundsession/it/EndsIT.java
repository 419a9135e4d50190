package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TcpProxy;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.store.SessionKey;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each way in which a session ends, and its one line in the audit log. */
@Timeout(180)
class EndsIT {

    private static final int LOGOUTS = 30;
    private static final int MAX_LOOKS = 600;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long OVER_NANOS = 2_500_000_000L;

    @Test
    void writesOneLineForEachEndInTheContainer() {
        TomcatProcess.Base base = TomcatProcess.configured("ends");
        endInEachWay(shortLived(base.war(Path.of(System.getProperty("it.war")), "ROOT")));
    }

    @Test
    void writesOneLineForEachEndOnPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            endInEachWay(shortLived(nodes.base("ends")));
        }
    }

    @Test
    void writesOneLineForEachEndOnRedis() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            endInEachWay(shortLived(nodes.base("ends")));
        }
    }

    @Test
    void writesOneLineForAnEndThatPostgresDidNotAnswer() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres);
                TcpProxy link = TcpProxy.to(port(postgres))) {
            TomcatProcess.Base behind = nodes.base("behind")
                    .env("BOUND_SESSION_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + link.port() + "/postgres");
            endWithoutAnAnswer(nodes, behind, () -> link.loseAnswerTo("SET ended_by = "));
        }
    }

    private static int port(PostgresServer postgres) {
        return Integer.parseInt(postgres.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    @Test
    void writesOneLineForAnEndThatRedisDidNotAnswer() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri());
                TcpProxy link = TcpProxy.to(redis.port())) {
            TomcatProcess.Base behind =
                    nodes.base("behind").env("BOUND_SESSION_REDIS_URI", "redis://127.0.0.1:" + link.port());
            endWithoutAnAnswer(nodes, behind, () -> {
                // So that it is sent as text.
                redis.ask(RedisCommands::scriptFlush);
                link.loseAnswerTo("'HSET', key, 'ended_by'");
            });
        }
    }

    private static void endWithoutAnAnswer(Nodes nodes, TomcatProcess.Base base, Runnable loseAnswer) {
        TomcatProcess behind = nodes.start(base.env("BOUND_SESSION_STORE_TIMEOUT", "1000"));
        TomcatProcess other = nodes.start(nodes.base("other"));
        Client client = behind.client("");
        Map<String, String> ends = new LinkedHashMap<>();
        String loggedOut = open(client);
        ends.put(loggedOut, "\"event.action\":\"logout\",\"user.name\":\"general\",\"client.ip\":\"127.0.0.1\"");
        String replaced = open(client);
        ends.put(
                replaced,
                "\"event.action\":\"session_replaced\",\"user.name\":\"general\",\"client.ip\":\"127.0.0.1\"");

        loseAnswer.run();
        Calls.assertUnavailable(logout(client, loggedOut));
        assertThat(Calls.untilServed(client, replaced).status()).isEqualTo(200);
        loseAnswer.run();
        Calls.assertUnavailable(client.send(Request.get("/login")
                .cookie(replaced)
                .basic("admin", "admin-password")
                .secret("the-secret-of-the-thief")));

        ends.forEach((session, line) -> {
            assertThat(call(other.client(""), session).code()).isEqualTo("login_required");
            awaitLine(behind, line);
        });
        nodes.close();
        String audit = behind.auditLog() + other.auditLog();
        ends.forEach((session, line) -> assertThat(linesOf(session, audit))
                .hasSize(2)
                .satisfiesExactly(
                        opened -> assertThat(opened).contains("\"event.action\":\"login_granted\""),
                        ended -> assertThat(ended).contains(line)));
    }

    private static void awaitLine(TomcatProcess node, String line) {
        for (int i = 0; i < MAX_LOOKS && !node.auditLog().contains(line); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static TomcatProcess.Base shortLived(TomcatProcess.Base base) {
        Wars.withWebXml("short-lived", Wars.maxAge(2))
                .as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/ROOT.war").toFile(), true);
        return base.env("BOUND_SESSION_SESSIONS_PER_USER", "2");
    }

    private static void endInEachWay(TomcatProcess.Base base) {
        Map<String, String> ends = new LinkedHashMap<>();
        String audit;
        try (TomcatProcess node = base.start()) {
            Client client = node.client("");
            ends.put(
                    loggedOut(client),
                    "\"event.action\":\"logout\",\"user.name\":\"general\",\"client.ip\":\"127.0.0.1\"");
            ends.put(
                    guessed(client),
                    "\"event.action\":\"possible_theft\",\"user.name\":\"general\",\"client.ip\":\"127.0.0.1\"");
            ends.put(
                    replaced(client),
                    "\"event.action\":\"session_replaced\",\"user.name\":\"general\",\"client.ip\":\"127.0.0.1\"");
            ends.put(overQuota(client), "\"event.action\":\"session_revoked\",\"user.name\":\"both\"");
            ends.put(expired(client), "\"event.action\":\"session_expired\",\"user.name\":\"general\"");
            node.close();
            audit = node.auditLog();
        }

        ends.forEach((session, line) -> assertThat(linesOf(session, audit))
                .hasSize(2)
                .satisfiesExactly(
                        opened -> assertThat(opened).contains("\"event.action\":\"login_granted\""),
                        ended -> assertThat(ended).contains(line)));
        assertThat(audit).contains("\"event.reason\":\"replaced by a login of admin\"");
    }

    private static List<String> linesOf(String session, String audit) {
        String name = SessionKey.of(session).hex().substring(0, 16);
        return audit.lines().filter(line -> line.contains(name)).toList();
    }

    private static String loggedOut(Client client) {
        String session = open(client);
        List<Response> answers = Parallel.run(LOGOUTS, i -> logout(client, session));
        assertThat(answers).extracting(Response::status).contains(204).isSubsetOf(204, 401);
        return session;
    }

    private static String guessed(Client client) {
        String session = open(client);
        List<Response> answers = Parallel.run(LOGOUTS, i -> call(client, session, "guess-number-" + i));
        assertThat(answers)
                .extracting(Response::code)
                .containsOnlyOnce("session_invalidated")
                .isSubsetOf("session_invalidated", "login_required");
        return session;
    }

    /** A thief with an account of his own. */
    private static String replaced(Client client) {
        String session = open(client);
        Response thief = DeployedWar.patiently(
                client,
                Request.get("/login")
                        .cookie(session)
                        .basic("admin", "admin-password")
                        .secret("the-secret-of-the-thief"));
        assertThat(thief.customStatus()).isEqualTo("N");
        assertThat(call(client, session).code()).isEqualTo("login_required");
        return session;
    }

    private static String overQuota(Client client) {
        String first = openBoth(client);
        openBoth(client);
        openBoth(client);
        assertThat(call(client, first).code()).isEqualTo("login_required");
        return first;
    }

    private static String openBoth(Client client) {
        return DeployedWar.patientLogin(client, "both", DeployedWar.SECRET).sessionId();
    }

    private static String expired(Client client) {
        String session = open(client);
        long end = System.nanoTime() + OVER_NANOS;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        List<Response> answers = Parallel.run(LOGOUTS, i -> call(client, session));
        assertThat(answers).extracting(Response::code).containsOnly("login_required");
        return session;
    }
}
