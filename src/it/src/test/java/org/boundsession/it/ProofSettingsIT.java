package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an administrator decides about signed requests. */
@Timeout(180)
class ProofSettingsIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int IDLE_SECONDS = 3;
    private static final int MAX_LOOKS = 60;
    private static final long PAUSE_NANOS = 200_000_000;

    private final Nodes nodes = Nodes.inContainer();

    @AfterEach
    void stop() {
        nodes.close();
    }

    private Client with(String variable, String value) {
        return nodes.start(nodes.base("proofs").env(variable, value)).client("");
    }

    @Test
    void opensNoSessionOfAKindThatIsNotEnabled() {
        Client client = with("BOUND_SESSION_BINDINGS", "secret");
        String secret = SignedSession.freshSecret();

        Response refused = client.send(SignedSession.login("general", secret));
        Response wrong = client.send(SignedSession.login("general", secret).header("Authorization", "Basic x"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("binding_refused");
        assertThat(refused.headers("Set-Cookie")).isEmpty();
        assertThat(wrong.code()).isEqualTo("binding_refused");
        assertThat(client.login("general", "general-password", SECRET).customStatus())
                .isEqualTo("N");
    }

    @Test
    void opensNoSessionBySecretIfEachRequestHasToBeSigned() {
        Client client = with("BOUND_SESSION_BINDINGS", "signature");

        Response refused = client.login("general", "general-password", SignedSession.freshSecret());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("binding_refused");
        assertThat(SignedSession.open(client).call().status()).isEqualTo(200);
    }

    @Test
    void refusesAMalformedHeaderBinding() {
        Client client = nodes.client("proofs");
        Request login =
                Request.get("/login").basic("general", "general-password").secret(SignedSession.freshSecret());

        for (Request malformed : List.of(
                login.header("binding", "signature").header("binding", "signature"),
                login.header("binding", "secret").header("binding", "signature"),
                login.header("binding", "passkey-of-tomorrow"),
                login.header("binding", "Signature"),
                login.header("binding", "signature, secret"),
                login.header("binding", ""))) {
            Response refused = client.send(malformed);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("binding_malformed");
            assertThat(refused.body()).doesNotContain("passkey-of-tomorrow");
            assertThat(refused.headers("Set-Cookie")).isEmpty();
        }
        assertThat(client.send(login.header("binding", "secret")).text("binding"))
                .isEqualTo("secret");
    }

    /** A guessable secret could be tried offline, by anybody who has seen one proof. */
    @Test
    void demandsALongSecretForSignatures() {
        Client client = nodes.client("proofs");

        Response refused = client.send(SignedSession.login("general", "x".repeat(31)));
        Response taken = client.send(SignedSession.login("general", "x".repeat(32)));
        Response bySecret = client.login("general", "general-password", "x".repeat(31));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("secret_malformed");
        assertThat(taken.customStatus()).isEqualTo("N");
        assertThat(bySecret.customStatus()).isEqualTo("N");
    }

    @Test
    void endsASessionAtTheLimitOfMismatchesAndSaysSoInTheAuditLog() {
        TomcatProcess tomcat = nodes.start(nodes.base("proofs").env("BOUND_SESSION_PROOF_MISMATCH_LIMIT", "2"));
        SignedSession session = SignedSession.open(tomcat.client(""));
        UnsignedRequest wrong = session.proof().value("@method", "PUT");

        Response first = session.call(wrong);
        Response second = session.call(wrong);
        nodes.close();

        assertThat(first.code()).isEqualTo("proof_invalid");
        assertThat(second.code()).isEqualTo("session_invalidated");
        assertThat(tomcat.auditLog().lines().filter(line -> line.contains("possible_theft")))
                .satisfiesExactly(
                        kept -> assertThat(kept).contains("\"altered, or another key, session kept\""),
                        ended -> assertThat(ended)
                                .contains(
                                        "\"altered, or another key, session ended\"",
                                        "\"bound_session.binding\":\"signature\""));
    }

    @Test
    void requiresTheComponentsThatItIsToldTo() {
        Client client = with("BOUND_SESSION_PROOF_COMPONENTS", "@method @path @query @authority");
        String secret = SignedSession.freshSecret();
        Response login = client.send(SignedSession.login("general", secret));
        SignedSession session = SignedSession.of(client, login, secret);
        String host = client.host() + ":" + client.port();

        Response without = session.call();
        Response with = untilStarted(session, session.proof().alsoCovering("@authority", host));

        assertThat(login.required("Accept-Signature")).contains("\"@authority\"");
        assertThat(without.code()).isEqualTo("proof_malformed");
        assertThat(with.status()).as(with.body()).isEqualTo(200);
    }

    private static Response untilStarted(SignedSession session, UnsignedRequest proof) {
        Response answer = session.call(proof);
        for (int i = 0; i < MAX_LOOKS && answer.body().contains("proof_expired"); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = session.call(proof.created(System.currentTimeMillis() / 1000));
        }
        return answer;
    }

    /** A thief who repeats what he has seen keeps nothing alive. */
    @Test
    void keepsNoSessionAliveByProofsThatAreRefused() throws Exception {
        Client client = nodes.start(nodes.baseIdleFor(IDLE_SECONDS, "idle")).client("");
        SignedSession session = SignedSession.open(client);
        Proof replayed = session.proof().sign();
        session.call(replayed);

        String last = "";
        for (int i = 0; i < MAX_LOOKS && !last.equals("login_required"); i++) {
            last = i % 2 == 0 ? session.call(replayed).code() : altered(session).code();
            assertThat(last).isIn("proof_replayed", "digest_mismatch", "login_required");
            LockSupport.parkNanos(PAUSE_NANOS);
        }

        assertThat(last).isEqualTo("login_required");
    }

    private static Response altered(SignedSession session) throws Exception {
        byte[] body = {1, 2};
        Request request =
                Request.of("POST", "/binding/body").cookie(session.id()).header("Content-Length", "2");
        Proof proof = session.proof("POST", "/binding/body").body(new byte[1]).sign();
        try (Client.Connection connection = session.client().connect()) {
            return connection.send(proof.addTo(request), body);
        }
    }

    @Test
    void asksAServletForTheKindsThatItAccepts() {
        TomcatProcess.Base base = nodes.base("kinds");
        Wars.withWebXml(
                        "kinds",
                        Wars.all(
                                servlet("/only-signed", "signature"),
                                servlet("/only-secret", "secret"),
                                servlet("/both", "secret, signature")))
                .addClass(DigestedServlet.class)
                .as(ZipExporter.class)
                .exportTo(base.directory().resolve("webapps/ROOT.war").toFile(), true);
        Client client = nodes.start(base).client("");
        SignedSession signed = SignedSession.open(client);
        String bound = client.login("general", "general-password", SECRET).sessionId();

        assertThat(signed.send(Request.get("/only-signed")).body()).endsWith("|signature");
        assertInsufficient(signed.send(Request.get("/only-secret")));
        assertThat(signed.send(Request.get("/both")).status()).isEqualTo(200);
        assertInsufficient(client.send(Request.get("/only-signed").cookie(bound).secret(SECRET)));
        assertThat(client.send(Request.get("/only-secret").cookie(bound).secret(SECRET))
                        .body())
                .endsWith("|secret");
        assertThat(client.send(Request.get("/both").cookie(bound).secret(SECRET))
                        .status())
                .isEqualTo(200);
    }

    private static UnaryOperator<String> servlet(String path, String kinds) {
        return xml -> Wars.servlet(DigestedServlet.class.getName(), path, "bound")
                .apply(xml)
                .replaceFirst(
                        "(<servlet-name>" + path.substring(1)
                                + "</servlet-name>\\s*<servlet-class>[^<]*</servlet-class>)",
                        "$1<init-param><param-name>bound-session.proof</param-name><param-value>" + kinds
                                + "</param-value></init-param>");
    }

    private static void assertInsufficient(Response refused) {
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("proof_insufficient");
        assertThat(refused.headers("Set-Cookie")).isEmpty();
    }

    /** A slow hash adds nothing to a key of 256 bits. */
    @Test
    void takesNoPlaceForBcryptForSignatures() {
        Client client = with("BOUND_SESSION_BCRYPT_COST", "15");

        List<Response> logins =
                Parallel.run(16, i -> client.send(SignedSession.login("general", SignedSession.freshSecret())));
        String metrics = client.send(Request.get("/metrics")).body();

        assertThat(logins).extracting(Response::customStatus).containsOnly("N");
        assertThat(metrics.lines()).contains("bound_session_hashing_seconds_count 0");
    }
}
