package org.boundsession.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of signed requests: covered by their digest, and readable by the servlet behind the filter in each way. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ProofBodyIT {

    private static final byte[] JSON = "{\"limit\":10,\"name\":\"J\u00fcrgen\"}".getBytes(UTF_8);
    private static final String READS = "/digested";
    private static final int LIMIT = 1_048_576;
    private static final int PIECE = 10_000;

    @ArquillianResource
    URL url;

    private SignedSession session;

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.withWebXml("digests", Wars.servlet(DigestedServlet.class.getName(), READS, "bound"))
                .addClass(DigestedServlet.class);
    }

    @BeforeEach
    void open() {
        session = SignedSession.open(DeployedWar.clientOf(url));
    }

    private UnsignedRequest post(String target, byte[] body) {
        return session.proof("POST", target).body(body);
    }

    private Response send(Proof proof, String target, byte[] body, String... lines) throws IOException {
        Request request = Request.of("POST", target).cookie(session.id());
        for (String line : lines) {
            request = request.line(line);
        }
        try (Client.Connection connection = session.client().connect()) {
            return connection.send(proof.addTo(request.header("Content-Length", Integer.toString(body.length))), body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "reader", "async"})
    void servesABodyThatIsCovered(String how) throws IOException {
        String target = READS + "?as=" + how;

        Response response = send(
                post(target, JSON)
                        .field("Content-Type", "application/json;charset=UTF-8")
                        .sign(),
                target,
                JSON);

        assertThat(response.status()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(new String(JSON, UTF_8) + "|signature");
    }

    @Test
    void servesAFormWhoseParametersAreRead() throws IOException {
        byte[] form = "a=1&name=J%C3%BCrgen+%26+Co&name=second".getBytes(UTF_8);
        String target = READS + "?as=form";

        Response response = send(
                post(target, form)
                        .field("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
                        .sign(),
                target,
                form);

        assertThat(response.status()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("J\u00fcrgen & Co|signature");
    }

    @Test
    void servesABodyInChunks() throws IOException {
        String target = READS + "?as=stream";
        byte[] body = "x".repeat(3 * PIECE).getBytes(UTF_8);
        Request request = Request.of("POST", target).cookie(session.id()).header("Transfer-Encoding", "chunked");

        try (Client.Connection connection = session.client().connect()) {
            Response response = connection.send(post(target, body).sign().addTo(request), chunks(body));

            assertThat(response.status()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).hasSize(body.length + "|signature".length());
        }
    }

    private static byte[] chunks(byte[] body) throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += PIECE) {
            int size = Math.min(PIECE, body.length - from);
            chunks.write((Integer.toHexString(size) + "\r\n").getBytes(UTF_8));
            chunks.write(body, from, size);
            chunks.write("\r\n".getBytes(UTF_8));
        }
        chunks.write("0\r\n\r\n".getBytes(UTF_8));
        return chunks.toByteArray();
    }

    @Test
    void servesABodyOfTheLimitAndNoLargerOne() throws IOException {
        String target = READS + "?as=stream";
        byte[] most = new byte[LIMIT];
        byte[] more = new byte[LIMIT + 1];

        Response served = send(post(target, most).sign(), target, most);
        Request request =
                Request.of("POST", target).cookie(session.id()).header("Content-Length", Integer.toString(more.length));
        try (Client.Connection connection = session.client().connect()) {
            connection.begin(post(target, more).sign().addTo(request));
            Response refused = connection.read("POST");

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.code()).isEqualTo("body_too_large");
        }
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        assertThat(session.call().status()).isEqualTo(200);
    }

    @Test
    void refusesAChunkedBodyOverTheLimit() throws IOException {
        String target = READS + "?as=stream";
        byte[] more = new byte[LIMIT + 1];
        Request request = Request.of("POST", target).cookie(session.id()).header("Transfer-Encoding", "chunked");

        try (Client.Connection connection = session.client().connect()) {
            Response refused = connection.send(post(target, more).sign().addTo(request), chunks(more));

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.code()).isEqualTo("body_too_large");
        }
        assertThat(session.call().status()).isEqualTo(200);
    }

    @Test
    void refusesABodyThatIsNotCovered() throws IOException {
        Response refused = send(session.proof("POST", READS).sign(), READS, JSON);
        Response uncovered = send(
                session.proof("POST", READS).sign(), READS, JSON, "Content-Digest: " + ProofSigner.contentDigest(JSON));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("proof_malformed");
        assertThat(uncovered.code()).isEqualTo("proof_malformed");
        assertThat(session.call().status()).isEqualTo(200);
    }

    @Test
    void refusesABodyThatWasAltered() throws IOException {
        String target = READS + "?as=stream";
        byte[] altered = new String(JSON, UTF_8).replace("10", "99").getBytes(UTF_8);

        Response refused = send(post(target, JSON).sign(), target, altered);
        Response withItsDigest = send(
                post(target, JSON).sign().withFieldLines("Content-Digest: " + ProofSigner.contentDigest(altered)),
                target,
                altered);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("digest_mismatch");
        assertThat(refused.headers("Set-Cookie")).isEmpty();
        assertThat(withItsDigest.code()).isEqualTo("proof_invalid");
        assertThat(session.call().status()).isEqualTo(200);
    }

    static Stream<String> malformedDigests() {
        String right = ProofSigner.contentDigest(JSON);
        return Stream.of(
                "sha-512=:AAAA:",
                "sha-256=:AAAA:",
                "sha-256=:" + "!".repeat(44) + ":",
                "sha-256",
                right + ", " + right,
                right.replace("sha-256", "SHA-256"));
    }

    @ParameterizedTest
    @MethodSource("malformedDigests")
    void refusesMalformedDigest(String digest) throws IOException {
        Response refused = send(
                session.proof("POST", READS).field("Content-Digest", digest).sign(), READS, JSON);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("AAAA");
        assertThat(session.call().status()).isEqualTo(200);
    }

    /**
     * Integration flows send their payload along: the product drops it, but an unsigned one could be somebody else's.
     */
    @Test
    void coversBodiesThatTheProductDrops() throws IOException {
        Response covered = send(post("/binding/body", JSON).sign(), "/binding/body", JSON);
        Response uncovered = send(session.proof("POST", "/binding/body").sign(), "/binding/body", JSON);
        Response altered = send(post("/binding/body", new byte[2]).sign(), "/binding/body", JSON);

        assertThat(covered.status()).as(covered.body()).isEqualTo(200);
        assertThat(uncovered.code()).isEqualTo("proof_malformed");
        assertThat(altered.code()).isEqualTo("digest_mismatch");
    }

    @Test
    void coversAnEmptyBody() throws IOException {
        assertThat(send(post(READS, new byte[0]).sign(), READS, new byte[0]).status())
                .isEqualTo(200);
        assertThat(send(session.proof("POST", READS).sign(), READS, new byte[0]).status())
                .isEqualTo(200);
    }
}
