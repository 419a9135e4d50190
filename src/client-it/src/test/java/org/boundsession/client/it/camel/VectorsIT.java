package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.GroovyShell;
import groovy.lang.Script;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The script that signs gives the signatures that every implementation of the protocol gives. */
@ParameterizedClass
@EnumSource(names = {"V1", "V2"})
class VectorsIT {

    private static final String SECRET = "Ynqu3N2wXb0f8u5Jc1m9sQ4kT7vZ6hPaLr2eGdKiWoE";
    private static final String KEYID = "SSvrL0qHQ-KvjaxTzOcXgg";

    @Parameter
    Scripts scripts;

    private Script script;

    @BeforeEach
    void compile() {
        script = new GroovyShell().parse(scripts.text("sign-request"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, GET, /getemployeedetails, XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=",
        "2, GET, /getemployeedetails?limit=10&offset=0&q=J%c3%bcrgen%20%26+Co%2F, /07Nj/l8+LgFaCLRl4onKsZns89gFz8bzHNS1qZEd8A=",
        "3, GET, /getemployeedetails?, B48u+cN6AulurjPR9bHLTv0gdpsUyF0FEU6pcg31XkU=",
        "4, GET, //docs/a%2Fb%7Ec;v=1/, uLb08ni7UKdkl4YvLz6ARNnwpT1xpF7dxxinG4YFjls=",
        "6, POST, /logout, 5khF0R3vPcWjF7uN26qMdIHvzkxn6PzQr5xbszGLg6E="
    })
    void signsARequestWithoutABody(int vector, String method, String path, String signature) {
        Map<String, String> headers = signed(vector, components(method, path, null));

        assertThat(headers).containsEntry("Signature", "bs=:" + signature + ":").doesNotContainKey("Content-Digest");
        assertThat(headers.get("Signature-Input"))
                .isEqualTo("bs=(\"@method\" \"@path\" \"@query\");created=" + created(vector) + ";nonce=\""
                        + nonce(vector) + "\";keyid=\"" + KEYID + "\";tag=\"bound-session\"");
    }

    @Test
    void signsABody() {
        byte[] body = "{\"limit\":10,\"name\":\"Jürgen\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> parts = components("POST", "/orders", body);
        parts.put("content-type", "application/json");

        assertThat(signed(5, parts))
                .containsEntry("Content-Digest", "sha-256=:icbHRE2Xzwx07oJGBeK98PBSioo+5XembpZqZdpcW78=:")
                .containsEntry("Signature", "bs=:ip0I9+kamTT8lNjIMH2UO9R0dMEIo1zkk/xKf0c+aAg=:");
    }

    @ParameterizedTest
    @CsvSource({
        "http://Server.example:80/a, server.example",
        "https://server.example:443/a, server.example",
        "http://server.example:443/a, server.example:443",
        "https://server.example:8443/a, server.example:8443"
    })
    void namesTheServerAsTheProtocolDoes(String address, String authority) {
        assertThat(script.invokeMethod("authority", URI.create(address))).isEqualTo(authority);
    }

    /** A channel would encode it on the way, and the server would see another query than the one that was signed. */
    @ParameterizedTest
    @CsvSource({"http://server.example/a?q=Jürgen", "http://server.example/a?q=a b", "http://server.example/a?q={1}"})
    void refusesAnAddressThatIsNotEncoded(String address) {
        assertThatThrownBy(() -> script.invokeMethod("sent", address)).hasMessageContaining(address);
    }

    @Test
    void keepsASecretThatOnlyTheSameParameterOpens() {
        String kept = (String) script.invokeMethod("encrypted", new Object[] {SECRET, "a parameter"});
        String[] parts = kept.split("\\.");

        assertThat(kept).doesNotContain(SECRET);
        assertThat(decrypted(parts[0], parts[1], "a parameter")).isEqualTo(SECRET);
        assertThat(decrypted(parts[0], parts[1], "another parameter")).isNull();
        assertThat(decrypted(parts[0], parts[0], "a parameter")).isNull();
        assertThat(decrypted("=", parts[1], "a parameter")).isNull();
    }

    private Object decrypted(String iv, String secret, String password) {
        return script.invokeMethod("decrypted", new Object[] {iv, secret, password});
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> components(String method, String path, byte[] body) {
        URI address = (URI) script.invokeMethod("sent", "https://server.example/bound-session" + path);
        return (Map<String, String>) script.invokeMethod("components", new Object[] {method, address, body});
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> signed(int vector, Map<String, String> parts) {
        Object[] arguments = {SECRET, KEYID, parts, created(vector), nonce(vector)};
        return (Map<String, String>) script.invokeMethod("signature", arguments);
    }

    private static long created(int vector) {
        return 1790000000L + vector - 1;
    }

    private static String nonce(int vector) {
        return "AAECAwQFBgcICQoLDA0O0" + (vector - 1);
    }
}
