package org.boundsession.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.boundsession.it.SignedSession.DATA;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.NginxServer;
import org.boundsession.servers.TomcatProcess;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed requests through a real nginx with TLS, over HTTP/1.1 and HTTP/2, configured as the guide says. */
class ProofProxyIT {

    private static TomcatProcess tomcat;
    private static NginxServer nginx;
    private static Client https;

    @BeforeAll
    static void start() {
        // Where CI runs, a missing proxy is a failure.
        assumeThat(NginxServer.isInstalled() || "true".equals(System.getenv("CI")))
                .as("nginx and openssl are not installed, so nothing is tested here")
                .isTrue();
        tomcat = TomcatProcess.configured("proofs-behind-nginx")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .jvm("-Dtrusted.proxies=" + NginxServer.ADDRESS.replace(".", "\\."))
                .start();
        nginx = NginxServer.withHttp2(tomcat.client("").port());
        https = nginx.tlsClient();
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (tomcat != null) {
            tomcat.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DATA,
                "/getemployeedetails?",
                "/getemployeedetails?q=J%c3%bcrgen%20%26+Co%2F",
                "//getemployeedetails",
                "/%67etemployeedetails;v=1"
            })
    void servesWhatIsSignedAsItWasSpelled(String target) {
        SignedSession session = SignedSession.open(https);

        Response response = session.send(Request.get(target));

        assertThat(response.status()).as(response.body()).isEqualTo(200);
    }

    @Test
    void coversTheHostThatTheClientNames() {
        SignedSession session = SignedSession.open(https);
        String host = https.host() + ":" + https.port();

        assertThat(session.call(session.proof().alsoCovering("@authority", host))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void servesOverHttp2WithCookiesInSeveralFields() throws Exception {
        SignedSession session = SignedSession.open(https);
        HttpClient http2 = http2();

        for (String target : new String[] {DATA, "//getemployeedetails?", "/binding/a~b;v=1?x=%2F"}) {
            Proof proof = session.proof("GET", target).sign();
            HttpResponse<String> response =
                    http2.send(signed(target, proof, session).GET().build(), BodyHandlers.ofString());

            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            HttpResponse<String> replayed =
                    http2.send(signed(target, proof, session).GET().build(), BodyHandlers.ofString());
            assertThat(replayed.body()).contains("proof_replayed");
        }
    }

    @Test
    void servesBodiesOverHttp2() throws Exception {
        SignedSession session = SignedSession.open(https);
        byte[] body = "x".repeat(40_000).getBytes(UTF_8);
        UnsignedRequest proof = session.proof("POST", "/binding/body").body(body);

        HttpResponse<String> covered = http2().send(
                        signed("/binding/body", proof.sign(), session)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());
        HttpResponse<String> altered = http2().send(
                        signed(
                                        "/binding/body",
                                        proof.nonce("another-nonce-than-before").sign(),
                                        session)
                                .POST(HttpRequest.BodyPublishers.ofString("another body"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(covered.statusCode()).as(covered.body()).isEqualTo(200);
        assertThat(altered.body()).contains("digest_mismatch");
    }

    private static HttpClient http2() {
        return HttpClient.newBuilder()
                .sslContext(nginx.trustingItsCertificate())
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    /** The certificate names localhost. */
    private static HttpRequest.Builder signed(String target, Proof proof, SignedSession session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + nginx.tlsPort() + target))
                .header("Cookie", "a=1")
                .header("Cookie", "Session_ID=" + session.id())
                .header("Cookie", "z=26");
        proof.headerLines().stream().map(line -> line.split(": ", 2)).forEach(line -> request.header(line[0], line[1]));
        return request;
    }

    /** The proxy decodes and changes the path, so the setting says what clients see. */
    @Test
    void servesPlainPathsUnderAnotherPrefix() {
        try (TomcatProcess inner = TomcatProcess.configured("proofs-under-prefix")
                        .war(Path.of(System.getProperty("it.war")), "bound-session")
                        .env("BOUND_SESSION_EXTERNAL_URL", "https://127.0.0.1/portal")
                        .start();
                NginxServer prefix = NginxServer.withPrefix(inner.client("").port())) {
            Client portal = prefix.tlsClient();
            Client outside = new Client(portal.host(), portal.port(), "/portal", portal.sockets(), portal.source());
            SignedSession session = SignedSession.open(outside);

            Response served = session.call();
            Response asTheServerIsReached = session.call(session.signer().get("/bound-session" + DATA));

            assertThat(served.status()).as(served.body()).isEqualTo(200);
            assertThat(asTheServerIsReached.code()).isEqualTo("proof_invalid");
        }
    }
}
