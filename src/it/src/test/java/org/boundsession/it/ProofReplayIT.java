package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.testkit.proof.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One proof at several nodes, or after a restart, and more proofs than a node remembers. */
@Timeout(240)
class ProofReplayIT {

    private static final int THREADS = 32;

    /** Of a clock that is still right. */
    private static final int AHEAD_SECONDS = 4;

    @Test
    void admitsAProofAtOneOfTwoNodesOnRedis() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            admitOnce(nodes);
            List<String> keys = redis.ask(commands -> commands.keys("bound-session:/:proof:*"));
            assertThat(keys)
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(key).matches("bound-session:/:proof:[A-Za-z0-9_-]{22}"));
        }
    }

    @Test
    void admitsAProofAtOneOfTwoNodesOnPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            admitOnce(nodes);
            assertThat(postgres.texts("SELECT proof FROM bound_session_proofs WHERE application = '/'"))
                    .isNotEmpty()
                    .allSatisfy(proof -> assertThat(proof).matches("[A-Za-z0-9_-]{22}"));
        }
    }

    private static void admitOnce(Nodes nodes) {
        SignedSession at = SignedSession.open(withReplay(nodes, "a", "store").client(""));
        SignedSession atOther = at.at(withReplay(nodes, "b", "store").client(""));
        Proof proof = at.proof().sign();
        Proof raced = at.proof().sign();

        Response first = at.call(proof);
        Response second = atOther.call(proof);
        List<Response> race = Parallel.run(THREADS, i -> (i % 2 == 0 ? at : atOther).call(raced));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.code()).isEqualTo("proof_replayed");
        assertThat(race).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(race)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Response::code)
                .containsOnly("proof_replayed");
        assertThat(atOther.call().status()).isEqualTo(200);
    }

    private static TomcatProcess withReplay(Nodes nodes, String name, String place) {
        return nodes.start(nodes.base(name).env("BOUND_SESSION_PROOF_REPLAY", place));
    }

    /** The documented limit of a node's own memory. */
    @Test
    void admitsAProofOnceAtEachNodeByDefault() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            SignedSession at = SignedSession.open(nodes.client("a"));
            SignedSession atOther = at.at(nodes.client("b"));
            Proof proof = at.proof().sign();

            assertThat(at.call(proof).status()).isEqualTo(200);
            assertThat(atOther.call(proof).status()).isEqualTo(200);
            assertThat(at.call(proof).code()).isEqualTo("proof_replayed");
            assertThat(atOther.call(proof).code()).isEqualTo("proof_replayed");
        }
    }

    /** A node that has started anew has forgotten what it has admitted. */
    @Test
    void refusesProofsFromBeforeTheStartOfTheNode() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            TomcatProcess.Base base = nodes.base("restarted");
            TomcatProcess node = nodes.start(base);
            SignedSession session = SignedSession.open(node.client(""));
            Proof proof = session.proof().sign();
            assertThat(session.call(proof).status()).isEqualTo(200);

            node.kill();
            nodes.start(base);
            session.awaitStart();

            assertThat(session.call(proof).code()).isEqualTo("proof_expired");
            assertThat(session.call().status()).isEqualTo(200);
        }
    }

    @Test
    void isUnavailableIfNoProofCanBeRecorded() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            SignedSession session =
                    SignedSession.open(withReplay(nodes, "full", "store").client(""));

            redis.ask(commands -> commands.configSet("maxmemory", "1"));
            Response refused = session.call();
            redis.ask(commands -> commands.configSet("maxmemory", "0"));

            Calls.assertUnavailable(refused);
            assertThat(session.call().status()).isEqualTo(200);
        }
    }

    /** Each second has a memory of its own, which is free again after the window. */
    @Test
    void isBusyWhileTheMemoryOfASecondIsFull() {
        try (Nodes nodes = Nodes.inContainer()) {
            Client client = nodes.start(nodes.base("full").env("BOUND_SESSION_PROOF_REPLAY_CAPACITY", "1"))
                    .client("");
            SignedSession session = SignedSession.open(client);
            long second = Instant.now().getEpochSecond() + AHEAD_SECONDS;

            Response first = session.call(session.proof().created(second));
            Response busy = session.call(session.proof().created(second));
            Response another = session.call(session.proof().created(second + 1));

            assertThat(first.status()).isEqualTo(200);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.code()).isEqualTo("busy");
            assertThat(busy.headers("Retry-After")).hasSize(1);
            assertThat(busy.headers("Set-Cookie")).isEmpty();
            assertThat(another.status()).isEqualTo(200);
        }
    }
}
