package org.boundsession.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.store.SessionKey;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The key of a session in a shared store: wrapped, so that all nodes can use it, and a copy of the store opens nothing. */
@Timeout(240)
class ProofKeysIT {

    private static final String OLD_KEY = "an-older-session-secret-of-32-bytes-and-more";
    private static final String KEY = "a-newer-session-secret-of-32-bytes-and-more!";

    @Test
    void keepsNothingInRedisThatOpensASession() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            Client client = storing(nodes);
            SignedSession session = SignedSession.open(client);
            Proof proof = session.proof().sign();
            assertThat(session.call(proof).status()).isEqualTo(200);

            assertOpensNothing(redis.ask(ProofKeysIT::everything), session, proof);
        }
    }

    private static String everything(RedisCommands<String, String> redis) {
        List<String> all = new ArrayList<>();
        for (String key : redis.keys("*")) {
            all.add(key + (redis.type(key).equals("hash") ? " = " + redis.hgetall(key) : ""));
        }
        return String.join("\n", all);
    }

    @Test
    void keepsNothingInPostgresThatOpensASession() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            Client client = storing(nodes);
            SignedSession session = SignedSession.open(client);
            Proof proof = session.proof().sign();
            assertThat(session.call(proof).status()).isEqualTo(200);

            List<String> rows = new ArrayList<>(postgres.texts("SELECT bound_session::text FROM bound_session"));
            rows.addAll(postgres.texts("SELECT bound_session_proofs::text FROM bound_session_proofs"));
            assertOpensNothing(String.join("\n", rows), session, proof);
        }
    }

    private static Client storing(Nodes nodes) {
        return nodes.start(nodes.base("keys").env("BOUND_SESSION_PROOF_REPLAY", "store"))
                .client("");
    }

    private static void assertOpensNothing(String dump, SignedSession session, Proof proof) {
        byte[] key = session.signer().key();
        assertThat(dump)
                .contains(SessionKey.of(session.id()).hex(), "{signature}")
                .doesNotContain(
                        session.id(),
                        session.secret(),
                        session.signer().keyid(),
                        proof.mac(),
                        Base64.getEncoder().withoutPadding().encodeToString(key),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(key),
                        HexFormat.of().formatHex(key),
                        new String(key, UTF_8));
        String stored = SessionKey.of(session.id()).hex();
        ProofSigner guess =
                new ProofSigner(StoreUnderTest.SESSION_SECRET, session.signer().keyid());
        SignedSession thief = new SignedSession(session.client(), stored, "", guess);
        assertThat(thief.call().code()).isEqualTo("login_required");
        assertThat(session.call(guess.get(SignedSession.DATA)).code()).isEqualTo("proof_invalid");
        assertThat(session.call().status()).isEqualTo(200);
    }

    @Test
    void servesASessionAtEachNodeAndAfterARestart() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            SignedSession session = SignedSession.open(nodes.client("a"));
            SignedSession atOther = session.at(nodes.client("b"));

            assertThat(atOther.call().status()).isEqualTo(200);
            assertThat(session.call().status()).isEqualTo(200);
            assertThat(atOther.send(Request.post("/logout")).status()).isEqualTo(204);
            assertThat(session.call().code()).isEqualTo("login_required");
        }
    }

    @Test
    void rotatesKeysWhileSessionsLive() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            SignedSession before = SignedSession.open(withSecrets(nodes, "old", OLD_KEY));
            Client rotated = withSecrets(nodes, "rotated", KEY + "," + OLD_KEY);
            SignedSession after = SignedSession.open(rotated);
            Client stranger = withSecrets(nodes, "stranger", KEY);

            Response known = before.at(rotated).call();
            Response unknown = before.at(stranger).call();
            Response shared = after.at(stranger).call();

            assertThat(known.status()).isEqualTo(200);
            assertThat(unknown.code()).isEqualTo("login_required");
            assertThat(shared.status()).isEqualTo(200);
            assertThat(before.call().status()).as("nothing has ended").isEqualTo(200);
        }
    }

    private static Client withSecrets(Nodes nodes, String name, String sessionSecrets) {
        return nodes.start(nodes.base(name).env("SESSION_SECRET", sessionSecrets))
                .client("");
    }
}
