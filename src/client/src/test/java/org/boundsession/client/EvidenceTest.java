package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How user, password and secret get into headers, and what is left of them. */
class EvidenceTest {

    private static String decoded(String basic) {
        byte[] bytes = Base64.getDecoder().decode(basic.substring("Basic ".length()));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String secretHeader(String secret) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost/"));
        Secret.from("secretid", secret::toCharArray).addTo(request);
        return request.build().headers().firstValue("secretid").orElseThrow();
    }

    @Test
    void encodesUserAndPasswordInUtf8() {
        Credentials credentials = new Credentials("jürgen", "pässwörd:with:colons\uD83D\uDD11"::toCharArray);

        assertThat(decoded(credentials.basic())).isEqualTo("jürgen:pässwörd:with:colons\uD83D\uDD11");
    }

    @Test
    void overwritesWhatItWasGiven() {
        char[] password = "general-password".toCharArray();
        char[] secret = "my-own-secret-1".toCharArray();

        new Credentials("general", () -> password).basic();
        Secret.from("secretid", () -> secret);

        assertThat(password).containsOnly('\0');
        assertThat(secret).containsOnly('\0');
    }

    @Test
    void asksForThePasswordAtEachLogin() {
        String[] password = {"first"};
        Credentials credentials = new Credentials("general", () -> password[0].toCharArray());

        assertThat(decoded(credentials.basic())).isEqualTo("general:first");
        password[0] = "second";
        assertThat(decoded(credentials.basic())).isEqualTo("general:second");
    }

    @Test
    void refusesAnArrayThatItHasOverwritten() {
        char[] same = "general-password".toCharArray();
        Credentials credentials = new Credentials("general", () -> same);
        credentials.basic();

        assertThatIllegalStateException()
                .isThrownBy(credentials::basic)
                .withMessage("password: has a control character; return a new array each time");
    }

    @Test
    void refusesAPasswordThatIsNoUnicode() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Credentials("general", "x\uD83D"::toCharArray).basic())
                .withMessage("password: expected valid Unicode");
        assertThatNullPointerException().isThrownBy(() -> new Credentials("general", () -> null).basic());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "my-own-secret-1", "with a blank, \"quotes\" and ~", "0123456789"})
    void sendsASecretAsItIs(String secret) {
        assertThat(secretHeader(secret)).isEqualTo(secret);
        assertThat(secretHeader(secret.repeat(1024 / secret.length()))).hasSizeLessThanOrEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", " secret-1", "secret-1 ", "secret\n1", "secret\u00001", "sécret-1", "secret\u007f"})
    void refusesASecretThatWouldNotArriveAsItIsAndDoesNotQuoteIt(String secret) {
        assertThatIllegalStateException()
                .isThrownBy(() -> secretHeader(secret))
                .withMessageStartingWith("secret: expected 1 to 1024 printable ASCII characters")
                .withMessageNotContaining("cret-1");
    }

    @Test
    void refusesASecretThatIsTooLong() {
        assertThatIllegalStateException().isThrownBy(() -> secretHeader("x".repeat(1025)));
    }

    @Test
    void knowsWhetherASessionIsBoundToASecret() {
        Session session = new Session("Session_ID=1", Secret.from("secretid", "first-secret"::toCharArray));

        assertThat(session.isBoundTo(Secret.from("secretid", "first-secret"::toCharArray)))
                .isTrue();
        assertThat(session.isBoundTo(Secret.from("secretid", "other-secret"::toCharArray)))
                .isFalse();
        assertThat(session.isBoundTo(Secret.from("x-secret", "first-secret"::toCharArray)))
                .isFalse();
    }
}
