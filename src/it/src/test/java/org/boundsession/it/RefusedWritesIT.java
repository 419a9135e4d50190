package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.assertUnavailable;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.login;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that can be read but not written does not allow more guesses of a secret. */
@Timeout(240)
class RefusedWritesIT {

    private static final int GUESSES = 200;
    private static final int PATIENCE = 200;
    private static final long PAUSE_NANOS = 100_000_000;

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    @Test
    void endsSessionOnAnotherSecretWhilePostgresIsReadOnly() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            guess(nodes, () -> readOnly(postgres, "on"), () -> readOnly(postgres, "off"));
        }
    }

    /** For the connections of the pool, too, which are replaced. */
    private static void readOnly(PostgresServer postgres, String value) throws Exception {
        postgres.execute("ALTER ROLE " + Nodes.ROLE + " SET default_transaction_read_only = " + value);
        postgres.texts(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '" + Nodes.ROLE + "'");
    }

    @Test
    void endsSessionOnAnotherSecretWhileRedisMissesItsReplica() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            guess(
                    nodes,
                    () -> redis.ask(commands -> commands.configSet("min-replicas-to-write", "1")),
                    () -> redis.ask(commands -> commands.configSet("min-replicas-to-write", "0")));
        }
    }

    private static void guess(Nodes nodes, Step refuseWrites, Step takeWrites) throws Exception {
        TomcatProcess node = nodes.start(nodes.baseWithoutTouches("a"));
        Client client = node.client("");
        String session = open(client);
        String another = open(client);

        refuseWrites.run();
        Calls.untilServed(client, another);
        List<Response> answers = new ArrayList<>();
        for (int i = 0; i < GUESSES; i++) {
            answers.add(call(client, session, "guess-number-" + i));
        }
        Response right = call(client, session);
        Response other = call(client, another);
        Response refusedLogin = login(client);
        Response refusedLogout = logout(client, another);
        takeWrites.run();

        assertThat(answers.get(0).code()).isEqualTo("session_invalidated");
        assertThat(answers.get(0).deletesCookie()).isTrue();
        assertThat(answers.subList(1, GUESSES)).extracting(Response::code).containsOnly("login_required");
        assertThat(right.code()).isEqualTo("login_required");
        assertThat(other.status()).isEqualTo(200);
        assertUnavailable(refusedLogin);
        assertUnavailable(refusedLogout);
        assertThat(untilEnded(nodes.client("b"), session).code()).isEqualTo("login_required");
        assertThat(call(client, session).code()).isEqualTo("login_required");
        assertThat(Calls.untilServed(client, another).status()).isEqualTo(200);
        node.close();
        assertThat(node.auditLog().lines().filter(line -> line.contains("possible_theft")))
                .hasSize(1);
    }

    /** The first node deletes the session when it can. */
    private static Response untilEnded(Client client, String session) {
        Response answer = call(client, session);
        for (int i = 0; i < PATIENCE && answer.status() != 401; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = call(client, session);
        }
        return answer;
    }
}
