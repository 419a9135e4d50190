package org.boundsession.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module that signs requests in a browser, against the published vectors of the wire format. */
class SigningIT extends PageTest {

    /** Vector n: created n - 1 seconds after 1790000000, and n - 1 as the last two digits of the nonce. */
    private static final String SIGN = """
            const { contentDigest, deriveKey, sign } = await import('/bound-session/modules/signature.js');
            const keyid = 'SSvrL0qHQ-KvjaxTzOcXgg';
            const key = await deriveKey('Ynqu3N2wXb0f8u5Jc1m9sQ4kT7vZ6hPaLr2eGdKiWoE', keyid);
            const [number, method, target, body] = %s;
            const { pathname, search } = new URL(target, location);
            const more = body ? [['content-digest', await contentDigest(body)], ['content-type', 'application/json']] : [];
            const proof = await sign({ key, keyid }, { method, path: pathname, query: search, more },
                { created: 1790000000 + number - 1, nonce: `AAECAwQFBgcICQoLDA0O0${number - 1}` });
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|GET|/getemployeedetails||XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=",
                "2|GET|/getemployeedetails?limit=10&offset=0&q=J%c3%bcrgen%20%26+Co%2F||/07Nj/l8+LgFaCLRl4onKsZns89gFz8bzHNS1qZEd8A=",
                "3|GET|/getemployeedetails?||B48u+cN6AulurjPR9bHLTv0gdpsUyF0FEU6pcg31XkU=",
                "4|GET|//docs/a%2Fb%7Ec;v=1/||uLb08ni7UKdkl4YvLz6ARNnwpT1xpF7dxxinG4YFjls=",
                "5|POST|/orders|{\"limit\":10,\"name\":\"Jürgen\"}|ip0I9+kamTT8lNjIMH2UO9R0dMEIo1zkk/xKf0c+aAg=",
                "6|POST|/logout||5khF0R3vPcWjF7uN26qMdIHvzkxn6PzQr5xbszGLg6E="
            })
    void signsAsThePublishedVectorsSay(int number, String method, String path, String body, String signature) {
        open("/bound-session/");

        String signed =
                sign(number, method, "/bound-session" + path, body == null ? "" : body, "return proof.signature");

        assertThat(signed).isEqualTo("bs=:" + signature + ":");
    }

    private String sign(int number, String method, String target, String body, String result) {
        String request = "[%d, '%s', '%s', '%s']".formatted(number, method, target, body);
        return page.run("return (async () => {" + SIGN.formatted(request) + result + "})()")
                .toString();
    }
}
