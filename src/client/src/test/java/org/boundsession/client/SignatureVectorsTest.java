package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures that other implementations made of the same requests. */
class SignatureVectorsTest {

    private static final String SECRET = "Ynqu3N2wXb0f8u5Jc1m9sQ4kT7vZ6hPaLr2eGdKiWoE";
    private static final String KEYID = "SSvrL0qHQ-KvjaxTzOcXgg";
    private static final byte[] KEY =
            HexFormat.of().parseHex("5ddac771dc3bccad9124d77071d9eb283fd592332c8d618ad9a5bdee3b0b9a1c");
    private static final String ROOT = "http://localhost:8086/bound-session";
    private static final String USUAL = "\"@method\" \"@path\" \"@query\"";

    private final SigningKey key = new SigningKey(KEYID, KEY, new Ticker(), "");

    private static HttpRequest.Builder get(String target) {
        return HttpRequest.newBuilder(URI.create(ROOT + target));
    }

    private HttpRequest signed(int vector, HttpRequest.Builder request, String components) {
        key.sign(
                request,
                "(" + components + ");created=" + (1_789_999_999L + vector) + ";nonce=\"AAECAwQFBgcICQoLDA0O0"
                        + (vector - 1) + "\";keyid=\"" + KEYID + "\";tag=\"bound-session\"");
        return request.build();
    }

    private static Optional<String> signature(HttpRequest request) {
        return request.headers().firstValue("Signature");
    }

    @Test
    void deriveTheKeyFromTheSecretAndTheAnswersKeyid() {
        assertThat(Secret.from("secretid", SECRET::toCharArray).derive("bound-session proof v1:" + KEYID))
                .isEqualTo(KEY);
    }

    @Test
    void coverThisText() {
        assertThat(SigningKey.base(signed(1, get("/getemployeedetails"), USUAL)))
                .isEqualTo("""
                        "@method": GET
                        "@path": /bound-session/getemployeedetails
                        "@query": ?
                        "@signature-params": ("@method" "@path" "@query");created=1790000000;\
                        nonce="AAECAwQFBgcICQoLDA0O00";keyid="SSvrL0qHQ-KvjaxTzOcXgg";tag="bound-session\"""");
    }

    @ParameterizedTest
    @CsvSource({
        "1, /getemployeedetails, XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=",
        "2, /getemployeedetails?limit=10&offset=0&q=J%c3%bcrgen%20%26+Co%2F,"
                + " /07Nj/l8+LgFaCLRl4onKsZns89gFz8bzHNS1qZEd8A=",
        "3, /getemployeedetails?, B48u+cN6AulurjPR9bHLTv0gdpsUyF0FEU6pcg31XkU=",
        "4, //docs/a%2Fb%7Ec;v=1/, uLb08ni7UKdkl4YvLz6ARNnwpT1xpF7dxxinG4YFjls=",
    })
    void areMadeOfGets(int vector, String target, String signature) {
        assertThat(signature(signed(vector, get(target), USUAL))).contains("bs=:" + signature + ":");
    }

    @Test
    void areMadeOfAPostWithABody() throws Exception {
        byte[] digest = BodyDigest.of(
                BodyPublishers.ofString("{\"limit\":10,\"name\":\"Jürgen\"}", StandardCharsets.UTF_8),
                Optional.empty());
        HttpRequest.Builder post = get("/orders")
                .POST(BodyPublishers.noBody())
                .header("Content-Digest", "sha-256=:" + SigningKey.base64(digest) + ":")
                .header("Content-Type", "application/json");

        assertThat(SigningKey.base64(digest)).isEqualTo("icbHRE2Xzwx07oJGBeK98PBSioo+5XembpZqZdpcW78=");
        assertThat(signature(signed(5, post, USUAL + " \"content-digest\" \"content-type\"")))
                .contains("bs=:ip0I9+kamTT8lNjIMH2UO9R0dMEIo1zkk/xKf0c+aAg=:");
    }

    @Test
    void areMadeOfAPostWithoutABody() {
        HttpRequest.Builder post = get("/logout").POST(BodyPublishers.noBody());

        assertThat(signature(signed(6, post, USUAL))).contains("bs=:5khF0R3vPcWjF7uN26qMdIHvzkxn6PzQr5xbszGLg6E=:");
    }

    @ParameterizedTest
    @CsvSource({
        "https://API.example.org/x, api.example.org",
        "https://api.example.org:443/x, api.example.org",
        "http://api.example.org:80/x, api.example.org",
        "http://api.example.org:8086/x, api.example.org:8086",
        "http://[::1]:8086/x, [::1]:8086"
    })
    void coverTheAuthorityIfTheServerAsksForIt(String uri, String authority) throws Exception {
        String accepted = "bs=(\"@method\" \"@path\" \"@query\" \"@authority\");created;tag=\"bound-session\"";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));

        new SigningKey(KEYID, KEY, new Ticker(), accepted).addTo(request);

        assertThat(SigningKey.base(request.build())).contains("\n\"@authority\": " + authority + "\n");
    }

    /** RFC 9421, section B.2.5. */
    @Test
    void areMadeAsInTheStandard() {
        byte[] shared = Base64.getDecoder()
                .decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");

        byte[] signature = SigningKey.hmac(shared, """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@authority": example.com
                "content-type": application/json
                "@signature-params": ("date" "@authority" "content-type");created=1618884473;\
                keyid="test-shared-secret\"""");

        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
    }
}
