package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.SignedSession.DATA;

import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions whose requests are signed, in each container. */
class ProofIT extends DeployedWar {

    private static final String ACCEPTED = "bs=(\"@method\" \"@path\" \"@query\");created;tag=\"bound-session\"";

    @Test
    void opensASessionThatIsBoundBySignature() {
        String secret = SignedSession.freshSecret();

        Response login = patiently(client, SignedSession.login("general", secret));

        assertThat(login.customStatus()).isEqualTo("N");
        assertThat(login.text("binding")).isEqualTo("signature");
        assertThat(login.text("keyid")).isEqualTo(ProofSigner.keyid(login.sessionId()));
        assertThat(login.required("Accept-Signature")).isEqualTo(ACCEPTED);
        assertThat(login.toString()).doesNotContain(secret);
    }

    @Test
    void opensASessionThatIsBoundBySecretUnlessTheClientAsks() {
        Response login = patientLogin(client, "general", SECRET);

        assertThat(login.text("binding")).isEqualTo("secret");
        assertThat(login.body()).doesNotContain("keyid");
        assertThat(login.headers("Accept-Signature")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DATA,
                "/getemployeedetails",
                "/getemployeedetails?",
                "/getemployeedetails?limit=1&q=J%c3%bcrgen%20%26+Co%2F",
                "/getemployeedetails?a=b?c=/d&&",
                "/%67etemployeedetails?limit=1",
                "/getemployeedetails;v=1?limit=1"
            })
    void servesWhatIsSignedAsItWasSpelled(String target) {
        SignedSession session = SignedSession.open(client);

        Response response = session.send(Request.get(target));

        assertThat(response.status()).as(response.body()).isEqualTo(200);
    }

    /** What a container refuses to serve, it refuses without our help. */
    @ParameterizedTest
    @ValueSource(strings = {"//getemployeedetails", "/docs/a%2Fb%7Ec;v=1/", "/no/../such//page", "/a/./b?x", "/%C3%BC"})
    void verifiesEachSpellingOfAPath(String target) {
        SignedSession session = SignedSession.open(client);

        Response signed = session.send(Request.get(target));

        assertThat(signed.status()).isNotEqualTo(401);
        assertThat(signed.body()).doesNotContain("proof_");
        assertThat(session.call().status()).isEqualTo(200);
    }

    @Test
    void refusesAPathThatWasDecodedOrMerged() {
        SignedSession session = SignedSession.open(client);
        Proof decoded = session.proof("GET", DATA).sign();

        Response spelled = client.send(
                decoded.addTo(Request.get("/%67etemployeedetails?limit=1").cookie(session.id())));
        Response doubled = client.send(
                decoded.addTo(Request.get("//getemployeedetails?limit=1").cookie(session.id())));

        assertThat(spelled.code()).isEqualTo("proof_invalid");
        // Jetty refuses an empty segment itself.
        assertThat(doubled.body()).containsAnyOf("proof_invalid", "Ambiguous URI empty segment");
        assertThat(session.call().status()).isEqualTo(200);
    }

    @Test
    void servesATargetInAbsoluteForm() {
        SignedSession session = SignedSession.open(client);
        String absolute = "http://" + client.host() + ":" + client.port() + client.context() + DATA;

        Response response =
                client.send(session.proof().sign().addTo(Request.get(absolute).cookie(session.id())));

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void servesCookiesInSeveralLines() {
        SignedSession session = SignedSession.open(client);

        Response response = client.send(session.proof()
                .sign()
                .addTo(Request.get(DATA)
                        .header("Cookie", "a=1")
                        .header("Cookie", "Session_ID=" + session.id())
                        .header("Cookie", "z=26")));

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void signsEachMethod() {
        SignedSession session = SignedSession.open(client);

        assertThat(session.send(Request.of("HEAD", DATA)).status()).isEqualTo(200);
        assertThat(session.send(Request.post("/getemployeedetails")).status()).isEqualTo(405);
        assertThat(session.send(Request.get("/getpaymentdetails")).code()).isEqualTo("access_denied");
        Response logout = session.send(Request.post("/logout"));
        assertThat(logout.status()).isEqualTo(204);
        assertThat(logout.deletesCookie()).isTrue();
        assertThat(session.call().code()).isEqualTo("login_required");
    }

    @Test
    void confirmsASessionByASignature() {
        SignedSession session = SignedSession.open(client);

        Response confirmed = session.send(Request.get("/login"));

        assertThat(confirmed.customStatus()).isEqualTo("A");
        assertThat(confirmed.sessionId()).isEqualTo(session.id());
        assertThat(confirmed.text("binding")).isEqualTo("signature");
        assertThat(confirmed.text("keyid")).isEqualTo(session.signer().keyid());
    }

    @Test
    void opensASessionOfTheKindThatALoginNames() {
        Response bySecret = patientLogin(client, "general", SECRET);
        String secret = SignedSession.freshSecret();

        Response login =
                patiently(client, SignedSession.login("general", secret).cookie(bySecret.sessionId()));

        assertThat(login.customStatus()).isEqualTo("N");
        assertThat(login.text("binding")).isEqualTo("signature");
        assertThat(SignedSession.of(client, login, secret).call().status()).isEqualTo(200);
    }

    @Test
    void consultsNoPasswordIfALoginIsSignedForNoLiveSession() {
        SignedSession session = SignedSession.open(client);
        session.send(Request.post("/logout"));

        Response right = client.send(session.signed(Request.get("/login")).basic("general", "general-password"));
        Response wrong = client.send(session.signed(Request.get("/login")).basic("general", "wrong"));

        assertThat(right.code()).isEqualTo("login_required");
        assertThat(wrong.code()).isEqualTo("login_required");
    }

    @Test
    void ignoresSignaturesOfOtherParties() {
        SignedSession session = SignedSession.open(client);
        String theirs = "sig1=(\"@method\" \"@authority\");created=1;keyid=\"proxy\";alg=\"ed25519\"";

        Response inOneLine = session.call(session.proof()
                .sign()
                .alterInput(ours -> theirs + ", " + ours)
                .alterSignature(ours -> "sig1=:AAAA:, " + ours));
        Response inTwoLines = client.send(session.proof()
                .label("x-1*")
                .sign()
                .addTo(session.data().header("Signature-Input", theirs).header("Signature", "sig1=:AAAA:")));

        assertThat(inOneLine.status()).as(inOneLine.body()).isEqualTo(200);
        assertThat(inTwoLines.status()).as(inTwoLines.body()).isEqualTo(200);
    }

    @Test
    void servesWhatCoversMoreThanIsRequired() {
        SignedSession session = SignedSession.open(client);
        String host = client.host() + ":" + client.port();

        Response authority = session.call(session.proof().alsoCovering("@authority", host));
        Response field = session.call(session.proof().field("X-Purpose", "month end"));
        Response order = session.call(session.proof().covering("@query", "@path", "@method"));
        Response algorithm = session.call(session.proof().parameter("alg", "\"hmac-sha256\""));
        Response other = session.call(session.proof().alsoCovering("@authority", "elsewhere.example.com"));

        assertThat(authority.status()).as(authority.body()).isEqualTo(200);
        assertThat(field.status()).as(field.body()).isEqualTo(200);
        assertThat(order.status()).as(order.body()).isEqualTo(200);
        assertThat(algorithm.status()).as(algorithm.body()).isEqualTo(200);
        assertThat(other.code()).isEqualTo("proof_invalid");
    }

    @Test
    void tellsWhatItSees() {
        SignedSession session = SignedSession.open(client);
        // Not in the past, because the node may have started in this second.
        long created = System.currentTimeMillis() / 1000 + 8;

        Response seen = client.send(session.proof("GET", "/binding/a~b?x=%31")
                .created(created)
                .sign()
                .addTo(Request.get("/binding/a~b?x=%31").cookie(session.id())));

        assertThat(seen.status()).as(seen.body()).isEqualTo(200);
        assertThat(seen.text("binding")).isEqualTo("signature");
        assertThat(seen.text("keyid")).isEqualTo(session.signer().keyid());
        assertThat(seen.text("method")).isEqualTo("GET");
        assertThat(seen.text("path")).isEqualTo(client.context() + "/binding/a~b");
        assertThat(seen.text("query")).isEqualTo("?x=%31");
        assertThat(Long.parseLong(seen.text("clock_offset_seconds"))).isBetween(-8L, -1L);
        assertThat(Long.parseLong(seen.text("server_time"))).isBetween(created - 8, created - 1);
    }
}
