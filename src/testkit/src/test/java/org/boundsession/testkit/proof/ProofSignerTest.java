package org.boundsession.testkit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.boundsession.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofSignerTest {

    private static final String SECRET = "Ynqu3N2wXb0f8u5Jc1m9sQ4kT7vZ6hPaLr2eGdKiWoE";
    private static final String SESSION = "q1Zr8mC0vXyT3nBf5wKpLdEjHsAu7GoI2iNcRtVbYx4MOaQzUeWlkg";
    private static final String KEYID = "SSvrL0qHQ-KvjaxTzOcXgg";

    private final ProofSigner signer = new ProofSigner(SECRET, KEYID);

    @Test
    void derivesKeyidFromSessionIdBeforeItsRoute() {
        assertThat(ProofSigner.keyid(SESSION)).isEqualTo(KEYID);
        assertThat(ProofSigner.keyid(SESSION + ".node1.x")).isEqualTo(KEYID);
    }

    @Test
    void derivesKeyFromSecretAndKeyid() {
        assertThat(HexFormat.of().formatHex(signer.key()))
                .isEqualTo("5ddac771dc3bccad9124d77071d9eb283fd592332c8d618ad9a5bdee3b0b9a1c");
    }

    @ParameterizedTest
    @CsvSource({
        "1, GET, /bound-session/getemployeedetails, XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=",
        "2, GET, /bound-session/getemployeedetails?limit=10&offset=0&q=J%c3%bcrgen%20%26+Co%2F,"
                + " /07Nj/l8+LgFaCLRl4onKsZns89gFz8bzHNS1qZEd8A=",
        "3, GET, /bound-session/getemployeedetails?, B48u+cN6AulurjPR9bHLTv0gdpsUyF0FEU6pcg31XkU=",
        "4, GET, /bound-session//docs/a%2Fb%7Ec;v=1/, uLb08ni7UKdkl4YvLz6ARNnwpT1xpF7dxxinG4YFjls=",
        "6, POST, /bound-session/logout, 5khF0R3vPcWjF7uN26qMdIHvzkxn6PzQr5xbszGLg6E="
    })
    void signsVectors(int number, String method, String target, String signature) {
        Proof proof = vector(number, signer.request(method, target)).sign();

        assertThat(proof.mac()).isEqualTo(signature);
    }

    @Test
    void signsVectorWithBody() {
        byte[] body = "{\"limit\":10,\"name\":\"Jürgen\"}".getBytes(UTF_8);

        Proof proof = vector(5, signer.post("/bound-session/orders"))
                .body(body)
                .field("Content-Type", "application/json")
                .sign();

        assertThat(proof.fieldLines())
                .containsExactly(
                        "Content-Digest: sha-256=:icbHRE2Xzwx07oJGBeK98PBSioo+5XembpZqZdpcW78=:",
                        "Content-Type: application/json");
        assertThat(proof.mac()).isEqualTo("ip0I9+kamTT8lNjIMH2UO9R0dMEIo1zkk/xKf0c+aAg=");
    }

    private static UnsignedRequest vector(int number, UnsignedRequest request) {
        return request.created(1_790_000_000L + number - 1).nonce("AAECAwQFBgcICQoLDA0O0" + (number - 1));
    }

    @Test
    void laysOutSignatureBase() {
        Proof proof = vector(1, signer.get("/bound-session/getemployeedetails")).sign();

        assertThat(proof.base())
                .isEqualTo("\"@method\": GET\n\"@path\": /bound-session/getemployeedetails\n\"@query\": ?\n"
                        + "\"@signature-params\": (\"@method\" \"@path\" \"@query\");created=1790000000;"
                        + "nonce=\"AAECAwQFBgcICQoLDA0O00\";keyid=\"SSvrL0qHQ-KvjaxTzOcXgg\";tag=\"bound-session\"");
        assertThat(proof.baseSha256()).hasSize(64).isEqualTo(proof.baseSha256().toLowerCase());
    }

    /** RFC 9421, appendix B.2.5. */
    @Test
    void signsExampleOfTheRfc() {
        byte[] shared = Base64.getDecoder()
                .decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");

        Proof proof = ProofSigner.withKey(shared, "test-shared-secret")
                .post("/foo?param=Value&Pet=dog")
                .label("sig-b25")
                .created(1_618_884_473L)
                .withoutParameter("nonce")
                .withoutParameter("tag")
                .covering()
                .alsoCovering("date", "Tue, 20 Apr 2021 02:07:55 GMT")
                .alsoCovering("@authority", "example.com")
                .alsoCovering("content-type", "application/json")
                .sign();

        assertThat(proof.signatureInput())
                .isEqualTo("sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473;"
                        + "keyid=\"test-shared-secret\"");
        assertThat(proof.signature()).isEqualTo("sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:");
    }

    @Test
    void takesFreshNonceForEachRequest() {
        assertThat(signer.get("/").sign().mac())
                .isNotEqualTo(signer.get("/").sign().mac());
    }

    @Test
    void addsItsHeadersToRequest() {
        Proof proof = signer.post("/orders").body("x".getBytes(UTF_8)).sign();

        Request request = proof.addTo(Request.of("POST", "/orders"));

        assertThat(request.headerLines())
                .hasSize(3)
                .contains("Signature-Input: " + proof.signatureInput(), "Signature: " + proof.signature());
    }

    @Test
    void signsAnyTextInPlaceOfParameters() {
        UnsignedRequest request = signer.get("/");
        String doubled = request.signatureParams() + ";tag=\"bound-session\"";

        Proof proof = request.sign(doubled);

        assertThat(proof.signatureInput()).isEqualTo("bs=" + doubled);
        assertThat(proof.base()).endsWith(": " + doubled);
    }
}
