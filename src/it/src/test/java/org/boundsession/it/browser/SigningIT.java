package org.boundsession.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages have for authors of clients: a module that signs, commands that sign, and what the server sees. */
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

    @Test
    void keepsTheKeyFromEveryScript() {
        open("/bound-session/");

        String exported = sign(
                1,
                "GET",
                "/",
                "",
                "return crypto.subtle.exportKey('raw', key).then(() => 'a key', refused => refused.name)");

        assertThat(exported).isEqualTo("InvalidAccessError");
    }

    @Test
    void showsWhatTheServerSees() {
        open("/bound-session/").signInToSign("general");

        page.press("diagnosis-title");
        page.pressFirst("#diagnosis button");

        page.awaitRows("#diagnosis-result tbody tr", 3);
        assertThat(page.texts("#diagnosis-result .code")).containsOnly("yes");
        assertThat(page.text("diagnosis-result")).contains("signature", "%7E", "J%C3%BCrgen");
    }

    @Test
    void coversTheAuthorityIfTheServerAsksForIt() {
        open("/short-lived/").signInToSign("general");

        page.awaitRows("#data-panel tbody tr", 10);

        assertThat(page.logEntry("Read employees")).contains("\"@authority\": 127.0.0.1:" + client().port());
    }

    @Test
    void signsABody() {
        open("/bound-session/").signInToSign("general");

        page.press("diagnosis-title");
        page.run("document.getElementById('diagnosis-method').value = 'POST'");
        page.fill("diagnosis-body", "{\"name\":\"Jürgen\"}");
        page.pressFirst("#diagnosis button");

        page.awaitText("diagnosis-result", "POST");
        assertThat(page.logEntry("POST")).contains("Content-Digest: sha-256=:", "\"content-digest\": sha-256=:");
    }

    @Test
    void showsWhatTheServerSeesOfASessionWithItsSecret() {
        open("/bound-session/").signIn("general");

        page.press("diagnosis-title");
        page.pressFirst("#diagnosis button");

        page.awaitText("diagnosis-result", "secret");
        assertThat(page.texts("#diagnosis-result .code")).containsOnly("yes");
    }

    @Test
    void signsWithTheCommandsOfTheHelp(@TempDir Path directory) throws IOException, InterruptedException {
        open("/bound-session/");
        page.press("open-help");
        String commands = String.join("\n", page.texts("#help [data-url], #help-sign-login, #help-sign-call"))
                .replace("NAME", "general:general-password");

        Process shell = new ProcessBuilder("bash", "-c", commands)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).contains("200", "\"employees\":[{");
        assertThat(shell.waitFor()).isZero();
    }

    private String sign(int number, String method, String target, String body, String result) {
        String request = "[%d, '%s', '%s', '%s']".formatted(number, method, target, body);
        return page.run("return (async () => {" + SIGN.formatted(request) + result + "})()");
    }
}
