package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.open;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stolen cookie and thirty secrets at once, the right one among them. */
@Timeout(600)
class GuessesIT {

    private static final int ROUNDS = Integer.getInteger("it.guesses.rounds", 200);
    private static final int GUESSES = 30;
    private static final int RIGHT = GUESSES / 2;
    private static final int SESSIONS_AT_ONCE = 4;
    private static final long BETWEEN_NANOS = 1_000_000;

    @Test
    void triesOneSecretOnAnotherNodeOnPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            guess(nodes.client("a"), nodes.client("b"), ROUNDS);
        }
    }

    @Test
    void triesOneSecretOnAnotherNodeOnRedis() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            guess(nodes.client("a"), nodes.client("b"), Math.max(SESSIONS_AT_ONCE, ROUNDS / 10));
        }
    }

    @Test
    void triesOneSecretOnOneNode() throws Exception {
        try (TomcatProcess node = TomcatProcess.configured("guesses")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .start()) {
            guess(node.client(""), node.client(""), ROUNDS);
        }
    }

    private static void guess(Client loginAt, Client guessAt, int rounds) {
        for (int round = 0; round < rounds; round += SESSIONS_AT_ONCE) {
            List<String> sessions = Parallel.run(SESSIONS_AT_ONCE, i -> open(loginAt));
            sessions.forEach(session -> guess(guessAt, session));
        }
    }

    private record Answer(long sent, long received, Response response) {}

    private static void guess(Client client, String session) {
        List<Answer> answers = Parallel.run(GUESSES, i -> {
            // The right one has others before it and behind it.
            LockSupport.parkNanos(i * BETWEEN_NANOS);
            long sent = System.nanoTime();
            Response response = call(client, session, i == RIGHT ? DeployedWar.SECRET : "guess-number-" + i);
            return new Answer(sent, System.nanoTime(), response);
        });
        Answer right = answers.get(RIGHT);

        assertThat(answers)
                .filteredOn(answer -> answer.response().status() != 200)
                .extracting(answer -> answer.response().code())
                .containsOnlyOnce("session_invalidated")
                // Busy: it waited too long for the hashing lane, and its secret was not compared.
                .isSubsetOf("session_invalidated", "login_required", "busy");
        if (answers.stream()
                .anyMatch(answer -> answer.response().status() == 401 && answer.received() - right.sent() < 0)) {
            assertThat(right.response().code()).isEqualTo("login_required");
        }
        assertThat(call(client, session).code()).isEqualTo("login_required");
    }
}
