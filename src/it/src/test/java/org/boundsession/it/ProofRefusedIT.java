package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.SignedSession.DATA;

import java.util.List;
import java.util.stream.Stream;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.junit.jupiter.api.Test;

/** Proofs that do not prove: altered, of another session, too old, or admitted before. */
class ProofRefusedIT extends DeployedWar {

    private static final int MISMATCH_LIMIT = 10;
    private static final int THREADS = 64;

    @Test
    void asksForASignature() {
        SignedSession session = SignedSession.open(client);

        Response plain = client.send(session.data());
        Response ofOthers =
                client.send(session.data().header("Signature-Input", "bs=()").header("Signature", "bs=:AAAA:"));

        assertThat(plain.status()).isEqualTo(401);
        assertThat(plain.code()).isEqualTo("proof_required");
        assertThat(plain.required("Accept-Signature")).contains("tag=\"bound-session\"");
        assertThat(plain.required("WWW-Authenticate")).startsWith("BoundSession ");
        assertThat(plain.headers("Set-Cookie")).isEmpty();
        assertThat(ofOthers.code()).isEqualTo("proof_required");
        assertThat(session.call().status()).isEqualTo(200);
    }

    /** Without a session there is nothing that a proof could be verified with. */
    @Test
    void asksForALoginWithoutALiveSession() {
        SignedSession session = SignedSession.open(client);

        Proof proof = session.proof().sign();

        assertThat(client.send(proof.addTo(Request.get(DATA))).code()).isEqualTo("login_required");
        assertThat(client.send(proof.addTo(Request.get(DATA).cookie("A".repeat(32))))
                        .code())
                .isEqualTo("login_required");
        assertThat(session.call(proof).status()).as("not used up").isEqualTo(200);
    }

    @Test
    void comparesNoSecretOnASessionThatIsBoundBySignature() {
        SignedSession session = SignedSession.open(client);

        for (int i = 0; i < MISMATCH_LIMIT + 2; i++) {
            assertThat(client.send(session.data().secret(OTHER_SECRET)).code()).isEqualTo("proof_required");
        }
        Response right = client.send(session.data().secret(session.secret()));
        Response both = client.send(session.proof().sign().addTo(session.data().secret(OTHER_SECRET)));

        assertThat(right.code()).isEqualTo("proof_required");
        assertThat(both.status()).isEqualTo(200);
    }

    @Test
    void ignoresASignatureOnASessionThatIsBoundBySecret() {
        String id = sessionOf("general");
        SignedSession other = SignedSession.open(client);
        Proof proof = other.proof().sign();

        Response withSecret =
                client.send(proof.addTo(Request.get(DATA).cookie(id).secret(SECRET)));
        Response malformed = client.send(
                Request.get(DATA).cookie(id).secret(SECRET).header("Signature-Input", "bs=(;tag=\"bound-session\""));
        Response alone = client.send(proof.addTo(Request.get(DATA).cookie(id)));

        assertThat(withSecret.status()).isEqualTo(200);
        assertThat(malformed.status()).isEqualTo(200);
        assertThat(alone.code()).isEqualTo("login_required");
    }

    @Test
    void refusesTheProofOfAnotherSessionAndKeepsBoth() {
        SignedSession a = SignedSession.open(client);
        SignedSession b = SignedSession.open(client);

        Response stolen = client.send(a.proof().sign().addTo(b.data()));
        Response renamed =
                client.send(a.proof().keyid(b.signer().keyid()).sign().addTo(b.data()));

        assertThat(stolen.code()).isEqualTo("proof_invalid");
        assertThat(stolen.headers("Set-Cookie")).isEmpty();
        assertThat(renamed.code()).isEqualTo("proof_invalid");
        assertThat(a.call().status()).isEqualTo(200);
        assertThat(b.call().status()).isEqualTo(200);
    }

    @Test
    void tellsTheBaseOfAProofThatDoesNotFit() {
        SignedSession session = SignedSession.open(client);
        UnsignedRequest right = session.proof();

        Stream.of(
                        right.value("@method", "POST"),
                        right.value("@path", client.context() + "/getpaymentdetails"),
                        right.value("@query", "?limit=1000"),
                        right.value("@query", "?"))
                .forEach(altered -> assertInvalid(session.call(altered), right));
    }

    /** A proxy may have added the field, whose value could be guessed from the digest of the base. */
    @Test
    void tellsNoBaseThatHasOtherFields() {
        SignedSession session = SignedSession.open(client);

        Response refused =
                session.call(session.proof().field("X-Purpose", "month end").value("x-purpose", "year end"));

        assertThat(refused.code()).isEqualTo("proof_invalid");
        assertThat(refused.body()).doesNotContain("signature_base_sha256");
    }

    @Test
    void refusesParametersThatWereChangedAfterwards() {
        SignedSession session = SignedSession.open(client);
        UnsignedRequest signed = session.proof();
        Proof proof = signed.sign();

        for (UnsignedRequest sent : List.of(
                signed.nonce("another-nonce-of-a-thief"),
                signed.created(Long.parseLong(signed.parameters().get("created")) + 1),
                signed.expires(Long.parseLong(signed.parameters().get("created")) + 50),
                signed.parameter("alg", "\"hmac-sha256\""),
                signed.covering("@path", "@method", "@query"),
                signed.alsoCovering("@authority", client.host() + ":" + client.port()))) {
            assertInvalid(session.call(proof.alterInput(input -> "bs=" + sent.signatureParams())), sent);
        }
        assertInvalid(session.call(proof.alterSignature(ProofRefusedIT::flipped)), signed);
        assertThat(session.call(proof).status()).as("the proof as it was").isEqualTo(200);
    }

    private static String flipped(String signature) {
        return signature.startsWith("bs=:A") ? "bs=:B" + signature.substring(5) : "bs=:A" + signature.substring(5);
    }

    /** @param right what the server has to see, in spite of what was signed */
    private static void assertInvalid(Response refused, UnsignedRequest right) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("proof_invalid");
        assertThat(refused.text("signature_base_sha256")).isEqualTo(right.sign().baseSha256());
        assertThat(refused.headers("Set-Cookie")).isEmpty();
        assertThat(refused.required("WWW-Authenticate")).startsWith("BoundSession ");
    }

    @Test
    void endsTheSessionAtTheTenthWrongSignature() {
        SignedSession session = SignedSession.open(client);
        UnsignedRequest wrong = session.proof().value("@method", "PUT");

        for (int i = 1; i < MISMATCH_LIMIT; i++) {
            assertThat(session.call(wrong).code()).as(i + ".").isEqualTo("proof_invalid");
        }
        assertThat(session.call().status()).isEqualTo(200);
        Response tenth = session.call(wrong);

        assertThat(tenth.status()).isEqualTo(401);
        assertThat(tenth.code()).isEqualTo("session_invalidated");
        assertThat(tenth.deletesCookie()).isTrue();
        assertThat(session.call().code()).isEqualTo("login_required");
    }

    @Test
    void admitsAProofOnce() {
        SignedSession session = SignedSession.open(client);
        Proof proof = session.proof().sign();

        Response first = session.call(proof);
        Response second = session.call(proof);
        for (int i = 0; i < MISMATCH_LIMIT; i++) {
            assertThat(session.call(proof).code()).isEqualTo("proof_replayed");
        }

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.code()).isEqualTo("proof_replayed");
        assertThat(second.headers("Set-Cookie")).isEmpty();
        assertThat(session.call().status()).as("not counted").isEqualTo(200);
    }

    @Test
    void admitsAProofOfManyThreadsOnce() {
        SignedSession session = SignedSession.open(client);
        Proof proof = session.proof().sign();

        List<Response> answers = Parallel.run(THREADS, i -> session.call(proof));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Response::code)
                .containsOnly("proof_replayed");
    }

    @Test
    void refusesProofsOfAnotherTime() {
        SignedSession session = SignedSession.open(client);
        long now = System.currentTimeMillis() / 1000;

        for (UnsignedRequest proof : List.of(
                session.proof().created(now - 65),
                session.proof().created(now - 86_400),
                session.proof().created(0),
                session.proof().created(now + 60),
                session.proof().created(999_999_999_999L),
                session.proof().expires(now - 1))) {
            Response refused = session.call(proof);
            assertThat(refused.status()).as(refused.body()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("proof_expired");
            assertThat(Long.parseLong(refused.text("server_time"))).isBetween(now - 2, now + 60);
            assertThat(refused.headers("Date")).hasSize(1);
        }
        assertThat(session.call(session.proof().created(now + 8)).status()).isEqualTo(200);
        assertThat(session.call(session.proof().expires(now + 3600)).status()).isEqualTo(200);
        assertThat(session.call(session.proof().expires(now + 30)).status()).isEqualTo(200);
    }
}
