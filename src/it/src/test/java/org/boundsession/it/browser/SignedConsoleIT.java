package org.boundsession.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.boundsession.http.Request;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/** The console with a session whose calls are signed. */
class SignedConsoleIT extends PageTest {

    private static final String ROWS = "#data-panel tbody tr";
    private static final String RESULTS = "#theft-results li";

    @Test
    void sendsTheSecretAtTheLoginOnly() {
        open("/bound-session/");
        page.run("""
                window.sent = [];
                const real = window.fetch;
                window.fetch = (url, options) => {
                    window.sent.push([...options.headers].map(header => header.join(': ')).join('; '));
                    return real(url, options);
                };
                """);

        page.signInToSign("both");
        page.awaitRows(ROWS, 10);
        page.press("check");
        page.awaitText("log", "session_authorized");

        String secret = page.run("return window.sent[0].match(/secretid: ([\\w-]{43})/)[1]");
        assertThat(page.run("return window.sent.slice(1).join('\\n')"))
                .contains("signature-input: bs=(\"@method\" \"@path\" \"@query\");created=", "signature: bs=:")
                .doesNotContain("secretid", secret);
        assertThat(page.run("return document.documentElement.outerHTML")).doesNotContain(secret);
    }

    @Test
    void showsTheSignatureBaseBesideEachRequest() {
        open("/bound-session/").signInToSign("general");
        page.awaitRows(ROWS, 10);
        page.press("check");

        String entry = page.logEntry("session_authorized");

        String base = page.run("return document.querySelector('#log [open] .beside pre').textContent");
        assertThat(base)
                .startsWith("\"@method\": GET\n\"@path\": /bound-session/login\n\"@query\": ?\n"
                        + "\"@signature-params\": (\"@method\" \"@path\" \"@query\");created=");
        assertThat(entry).contains("Signature-Input: bs=(", "Signature: bs=:", "SHA-256 " + sha256(base));
    }

    @Test
    void forgetsTheSecretOfTheLogin() {
        open("/bound-session/").signInToSign("general");

        String login = page.logEntry("logged_in");

        assertThat(login).contains("binding: signature", "secretid: ••••••••");
        assertThat(page.texts("#log [open] .actions button")).containsExactly("Copy as curl");
    }

    @Test
    void showsThatACapturedRequestOpensNothing() {
        open("/bound-session/").signInToSign("general");

        page.press("theft-unsigned");
        page.awaitText("theft-results", "401 proof_required");
        page.press("theft-replayed");
        page.awaitText("theft-results", "401 proof_replayed");
        page.press("theft-altered");
        page.awaitText("theft-results", "401 proof_invalid");
        page.press("theft-signed");

        page.awaitText("theft-results", "200 served");
        assertThat(page.logEntry("proof_invalid")).contains("The server has made another base");
        assertThat(page.text("state")).isEqualTo("session open");
        page.screenshot("theft-signed");
    }

    @Test
    void tellsThatTooManyWrongSignaturesHaveEndedTheSession() {
        open("/bound-session/").signInToSign("general");

        for (int i = 1; i <= 10; i++) {
            page.press("theft-altered");
            page.awaitRows(RESULTS, i);
        }

        page.awaitState("session ended");
        assertThat(page.text("reason")).contains("wrong signatures");
    }

    @Test
    void learnsTheTimeOfTheServer() {
        open("/bound-session/");
        page.run("const real = Date.now; Date.now = () => real() - 3600_000");

        page.signInToSign("general");
        page.awaitRows(ROWS, 10);
        page.awaitText("log", "proof_expired");
        page.press("log-clear");
        page.press("check");

        page.awaitText("log", "session_authorized");
        assertThat(page.text("log")).doesNotContain("proof_expired");
    }

    @Test
    void refusesASessionOfAnotherKindAndEndsIt() {
        open("/bound-session/");
        page.run("""
                const real = window.fetch;
                window.fetch = (url, options) => {
                    options.headers.delete('binding');
                    return real(url, options);
                };
                """);

        page.choose("signature");
        page.submit("admin", "admin" + Page.PASSWORD);

        page.until(
                "a refusal", () -> page.texts("#sign-in [data-error]").get(0).contains("another kind than asked for"));
        assertThat(page.text("state")).isEqualTo("signed out");
        assertThat(sessionsOf("admin")).doesNotContain("handle");
    }

    @Test
    void signsOutWhenThePageIsLeft() {
        open("/bound-session/").signInToSign("both");
        page.awaitRows(ROWS, 10);
        assertThat(sessionsOf("both")).contains("\"kind\":\"signature\"");

        page.open();

        page.until("the session is over", () -> !sessionsOf("both").contains("handle"));
    }

    /** The cookie of the other tab's session comes with the login, and nobody can prove that session here. */
    @Test
    void givesTheSessionOfAUserToTheTabThatSignsInLast() {
        open("/bound-session/").signInToSign("general");
        page.awaitRows(ROWS, 10);
        String first = driver().getWindowHandle();

        driver().switchTo().newWindow(WindowType.TAB);
        try {
            page.open().signInToSign("general");
            page.awaitRows(ROWS, 10);
            driver().close();
        } finally {
            driver().switchTo().window(first);
        }

        page.awaitState("session ended");
        assertThat(page.text("reason")).contains("Another tab");
    }

    @Test
    void offersTheSecretOnlyWhereTheBrowserCannotSign() {
        openFrom(Chromium.ELSEWHERE, "/bound-session/");
        assertThat(page.text("no-signing")).contains("over plain HTTP");
        page.choose("signature");

        page.signIn("general");

        page.awaitRows(ROWS, 10);
        page.awaitText("own-list", "secret");
    }

    @Test
    void letsTheKindBeChosenByKeyboard() {
        open("/bound-session/").tabTo("binding-secret");

        page.type(Keys.ARROW_DOWN);

        assertThat(page.focused()).isEqualTo("binding-signature");
        assertThat(page.texts("ol.flow")).anyMatch(steps -> steps.contains("RFC 9421"));
        assertThat(page.texts("#theft-altered")).containsExactly("Your request, altered");
    }

    @Test
    void isAccessibleLightAndDark() {
        open("/bound-session/").choose("signature");
        page.assertIsAccessible();
        page.signIn("both");
        page.awaitRows(ROWS, 10);
        page.press("theft-altered");
        page.awaitText("theft-results", "401");
        page.logEntry("proof_invalid");
        page.press("diagnosis-title");
        page.pressFirst("#diagnosis button");
        page.awaitRows("#diagnosis-result tbody tr", 3);
        page.assertIsAccessible();
        page.screenshot("console-signed");
        page.colours("dark");
        page.assertIsAccessible();
        page.screenshot("console-signed-dark");
    }

    @Test
    void fitsANarrowScreen() {
        open("/bound-session/").screen(360, 780);
        page.signInToSign("both");
        page.logEntry("logged_in");
        page.press("diagnosis-title");
        page.pressFirst("#diagnosis button");
        page.awaitRows("#diagnosis-result tbody tr", 3);

        page.screenshot("console-signed-phone");
        page.assertFitsTheScreen();
    }

    private static String sessionsOf(String user) {
        String operator = client().send(Request.get("/login")
                        .basic("operator", "operator" + Page.PASSWORD)
                        .secret("an-operators-secret"))
                .sessionId();
        return client().send(Request.get("/admin/sessions?user=" + user)
                        .cookie(operator)
                        .secret("an-operators-secret"))
                .body();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
