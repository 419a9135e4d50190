package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.http.SetCookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginIT extends DeployedWar {

    @Test
    void opensBoundSession() {
        Response response = client.login("general", "general-password", SECRET);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.customStatus()).isEqualTo("N");
        assertThat(response.code()).isEqualTo("logged_in");
        assertThat(response.text("message")).isEqualTo("Logged in successfully and session set for 1 hour");
        assertThat(response.text("user")).isEqualTo("general");
        assertThat(response.body()).contains("\"roles\":[\"general\"]", "\"idle_seconds\":150");
        assertThat(Instant.parse(response.text("expires_at")))
                .isCloseTo(
                        Instant.now().plus(Duration.ofHours(1)),
                        new org.assertj.core.data.TemporalUnitWithinOffset(5, ChronoUnit.MINUTES));
        assertThat(response.text("expires_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void setsOneCookieAsWebXmlDeclaresIt() {
        Response response = client.login("general", "general-password", SECRET);

        String cookie = response.required("Set-Cookie");
        assertThat(response.headers("Set-Cookie")).hasSize(1);
        assertThat(cookie.toLowerCase(java.util.Locale.ROOT))
                .startsWith("session_id=")
                .contains("; httponly", "; max-age=150", "; samesite=strict", "; path=" + client.context())
                .doesNotContain("domain", "; secure");
        assertThat(Set.of("httponly", "max-age", "samesite", "path", "expires"))
                .containsAll(response.setCookie().attributes().keySet());
    }

    @Test
    void opensSessionByPost() {
        Response response = client.send(
                Request.post("/login").basic("general", "general-password").secret(SECRET));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.customStatus()).isEqualTo("N");
    }

    @Test
    void confirmsSessionWithoutPassword() {
        String session = sessionOf("general");

        Response response = client.send(Request.get("/login").cookie(session).secret(SECRET));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.customStatus()).isEqualTo("A");
        assertThat(response.code()).isEqualTo("session_authorized");
        assertThat(response.text("user")).isEqualTo("general");
    }

    /** A jar drops the cookie at its age, whatever the session did: so that the jar goes on as long as the session does. */
    @Test
    void renewsTheCookieOfAConfirmedSession() {
        Response first = client.login("general", "general-password", SECRET);

        Response again =
                client.send(Request.get("/login").cookie(first.sessionId()).secret(SECRET));
        Response guarded = client.send(
                Request.get("/getemployeedetails").cookie(first.sessionId()).secret(SECRET));

        assertThat(again.customStatus()).isEqualTo("A");
        assertThat(withoutDate(again.setCookie())).isEqualTo(withoutDate(first.setCookie()));
        assertThat(guarded.headers("Set-Cookie")).isEmpty();
    }

    /** What {@code Expires} says is {@code Max-Age}, at another second. */
    private static SetCookie withoutDate(SetCookie cookie) {
        Map<String, String> attributes = new TreeMap<>(cookie.attributes());
        attributes.computeIfPresent("expires", (name, value) -> "a date");
        return new SetCookie(cookie.name(), cookie.value(), attributes);
    }

    @Test
    void renewsTheCookieThatNamesTheLiveSession() {
        String dead = sessionOf("general");
        client.send(Request.post("/logout").cookie(dead).secret(SECRET));
        String live = sessionOf("general");

        for (String header : new String[] {
            "Session_ID=" + dead + "; Session_ID=" + live, "Session_ID=" + live + "; Session_ID=" + dead
        }) {
            Response again =
                    client.send(Request.get("/login").header("Cookie", header).secret(SECRET));

            // Which one counts is the container's choice.
            if (again.status() == 200) {
                assertThat(again.setCookie().value()).isEqualTo(live);
            } else {
                assertThat(again.headers("Set-Cookie")).isEmpty();
            }
        }
    }

    @Test
    void confirmsSessionWithoutConsultingThePassword() {
        String session = sessionOf("general");

        Response response =
                client.send(Request.get("/login").cookie(session).secret(SECRET).basic("general", "not the password"));

        assertThat(response.customStatus()).isEqualTo("A");
    }

    @Test
    void invalidatesSessionOnAnotherSecret() {
        String session = sessionOf("general");

        Response response = client.send(Request.get("/login").cookie(session).secret(OTHER_SECRET));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("session_invalidated");
        assertThat(response.text("message")).isEqualTo("Session invalidated. Please log in again");
        assertThat(response.deletesCookie()).as("%s", response).isTrue();
        assertThat(response.header("WWW-Authenticate").orElse("")).startsWith("Basic ");
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET))
                        .code())
                .isEqualTo("login_required");
    }

    @Test
    void endsSessionOfAnotherUserWhenOneLogsIn() {
        String session = sessionOf("general");

        Response response =
                client.send(Request.get("/login").cookie(session).secret(SECRET).basic("admin", "admin-password"));

        assertThat(response.customStatus()).isEqualTo("N");
        assertThat(response.text("user")).isEqualTo("admin");
        assertThat(response.sessionId()).isNotEqualTo(session);
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET))
                        .code())
                .isEqualTo("login_required");
    }

    @Test
    void keepsSessionWhenAnotherUserIsRefused() {
        String session = sessionOf("general");

        Response response =
                client.send(Request.get("/login").cookie(session).secret(SECRET).basic("admin", "wrong"));

        assertThat(response.code()).isEqualTo("credentials_invalid");
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void neverAdoptsTheIdThatAClientSends() {
        String fixed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        Response response =
                client.send(Request.get("/login").cookie(fixed).secret(SECRET).basic("general", "general-password"));

        assertThat(response.customStatus()).isEqualTo("N");
        assertThat(response.sessionId()).isNotEqualTo(fixed);
    }

    @Test
    void opensSessionsSideBySide() {
        String first = sessionOf("general");
        String second = sessionOf("general");

        assertThat(client.send(Request.get("/getemployeedetails").cookie(first).secret(SECRET))
                        .status())
                .isEqualTo(200);
        assertThat(client.send(Request.get("/getemployeedetails").cookie(second).secret(SECRET))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void readsCredentialsAsUtf8SplitAtTheFirstColon() {
        Response response = client.login("jürgen", "pässwörd:with:colons", SECRET);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("user")).isEqualTo("jürgen");
    }

    @Test
    void givesNoRolesToAUserWithout() {
        Response response = client.login("nobody", "nobody-password", SECRET);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("\"roles\":[]");
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(response.sessionId())
                                .secret(SECRET))
                        .code())
                .isEqualTo("access_denied");
    }

    static Stream<Request> refusedCredentials() {
        Request login = Request.get("/login").secret(SECRET);
        return Stream.of(
                login,
                login.basic("general", "wrong"),
                login.basic("general", ""),
                login.basic("", "general-password"),
                login.basic("", ""),
                login.basic("unknown", "general-password"),
                login.basic("GENERAL", "general-password"),
                login.basic("general", "general-password").basic("general", "general-password"),
                login.header("Authorization", ""),
                login.header("Authorization", "Basic"),
                login.header("Authorization", "Basic "),
                login.header("Authorization", "Basic !!!!"),
                login.header("Authorization", "Basic " + base64("no colon")),
                login.header("Authorization", "Basic " + base64("general:general-password") + "="),
                login.header(
                        "Authorization",
                        "Basic " + base64("general:general-password").replace("=", "") + "\u00ff"),
                login.header("Authorization", "Basic " + base64("general:general-\rpassword")),
                login.header("Authorization", "Basic Z2VuZXJhbDpnZW5lcmFsLXBh c3N3b3Jk"),
                login.header("Authorization", "Basic //8="),
                login.header("Authorization", "Bearer " + base64("general:general-password")),
                login.header("Authorization", "Basic" + base64("general:general-password")),
                login.header("Authorization", "Basic " + "A".repeat(4000)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("refusedCredentials")
    void refusesAllBadCredentialsAlike(Request login) {
        Response expected = client.login("general", "also wrong", SECRET);

        Response response = client.send(login);

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.body()).isEqualTo(expected.body());
        assertThat(withoutDate(response)).isEqualTo(withoutDate(expected));
        assertThat(response.code()).isEqualTo("credentials_invalid");
        assertThat(response.headers("WWW-Authenticate"))
                .containsExactly("Basic realm=\"bound-session\", charset=\"UTF-8\"");
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    private static java.util.List<String> withoutDate(Response response) {
        return response.headerLines().stream()
                .filter(line -> !line.startsWith("Date:") && !line.startsWith("X-Request-Id:"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("refusedCredentials")
    void keepsLiveSessionThroughBadCredentials(Request login) {
        String session = sessionOf("general");

        Response response = client.send(login.cookie(session));

        // Without Authorization, or with the session's user in it, this is no new login: the password is not consulted.
        if (response.status() == 200) {
            assertThat(response.customStatus()).isEqualTo("A");
            assertThat(response.setCookie().value()).isEqualTo(session);
        } else {
            assertThat(response.code()).isEqualTo("credentials_invalid");
            assertThat(response.headers("Set-Cookie")).isEmpty();
        }
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void saysThatTheSecretIsMissing() {
        Response response = client.send(Request.get("/login").basic("general", "general-password"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("secret_missing");
        assertThat(response.text("message")).isEqualTo("The header secretid is missing");
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    static Stream<Request> malformedSecrets() {
        Request login = Request.get("/login").basic("general", "general-password");
        return Stream.of(
                login.secret(""),
                login.secret("       "),
                login.secret("1234567"),
                login.secret("x".repeat(1025)),
                login.secret(SECRET).secret(SECRET),
                // As gateways join a header that came twice.
                login.secret(SECRET + ", " + SECRET),
                login.secret(SECRET + "," + SECRET),
                login.secret(SECRET + ", " + SECRET + ", " + SECRET),
                login.secret(SECRET).header("SecretID", OTHER_SECRET));
    }

    @ParameterizedTest
    @MethodSource("malformedSecrets")
    void refusesMalformedSecretAndKeepsTheSession(Request login) {
        String session = sessionOf("general");

        Response response = client.send(login.cookie(session));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("secret_malformed");
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 40, 72, 73, 1024})
    void takesSecretsOfAllowedLengths(int length) {
        String secret = "s".repeat(length);

        String session = client.login("general", "general-password", secret).sessionId();

        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(secret))
                        .status())
                .isEqualTo(200);
    }

    static Stream<String> spellings() {
        return Stream.of(
                "secretid:" + SECRET,
                "secretid: \t " + SECRET + " \t ",
                "secretid:\r\n " + SECRET,
                "secretid: \r\n\t" + SECRET,
                "secretid: " + SECRET + "\r\n ");
    }

    /** Whitespace around a field's value is no part of it (RFC 9110, section 5.5), and folded lines are whitespace. */
    @ParameterizedTest
    @MethodSource("spellings")
    void takesNoWhitespaceAroundTheSecretForAPartOfIt(String line) {
        String session = sessionOf("general");

        Response guarded =
                client.send(Request.get("/getemployeedetails").cookie(session).line(line));
        Response login = client.send(
                Request.get("/login").basic("general", "general-password").line(line));

        // A server may refuse folded lines altogether (RFC 9112, section 5.2).
        assertThat(guarded.status()).isIn(line.contains("\r") ? List.of(200, 400) : List.of(200));
        assertThat(login.status()).isEqualTo(guarded.status());
        assertThat(client.send(Request.get("/login").cookie(session).secret(SECRET))
                        .customStatus())
                .isEqualTo("A");
        if (login.status() == 200) {
            assertThat(client.send(Request.get("/login")
                                    .cookie(login.sessionId())
                                    .secret(SECRET))
                            .customStatus())
                    .isEqualTo("A");
        }
    }

    static Stream<String[]> secretsThatDiffer() {
        String forty = "0123456789".repeat(4);
        String long1023 = "x".repeat(1023);
        return Stream.of(
                new String[] {forty, forty + "0"},
                new String[] {forty, forty + "012345678901234567890123456789012345"},
                new String[] {forty + "!", forty},
                new String[] {long1023 + "a", long1023 + "b"},
                new String[] {"\u00e9".repeat(20), "\u00e8".repeat(20)},
                new String[] {"case-Matters", "case-matters"});
    }

    @ParameterizedTest
    @MethodSource("secretsThatDiffer")
    void tellsSecretsApartByEveryByte(String secret, String other) {
        String session = client.login("general", "general-password", secret).sessionId();

        Response right =
                client.send(Request.get("/getemployeedetails").cookie(session).secret(secret));
        Response wrong =
                client.send(Request.get("/getemployeedetails").cookie(session).secret(other));

        assertThat(right.status()).isEqualTo(200);
        assertThat(wrong.code()).isEqualTo("session_invalidated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO"})
    void refusesOtherMethodsWithoutLoggingIn(String method) {
        Response response = client.send(Request.of(method, "/login")
                .basic("general", "general-password")
                .secret(SECRET));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.required("Allow")).isEqualTo("GET, POST");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(response.header("custom_status")).isEmpty();
    }

    @Test
    void raisesNoDialogInABrowserForAScript() {
        Response script = client.send(Request.get("/login").secret(SECRET).header("Sec-Fetch-Mode", "cors"));
        Response overPlainHttp =
                client.send(Request.get("/login").secret(SECRET).header("X-Requested-With", "fetch"));
        Response navigation = client.send(Request.get("/login").secret(SECRET).header("Sec-Fetch-Mode", "navigate"));

        assertThat(script.required("WWW-Authenticate"))
                .isEqualTo("BoundSession login=\"" + client.context() + "/login\"");
        assertThat(overPlainHttp.headers("WWW-Authenticate")).isEqualTo(script.headers("WWW-Authenticate"));
        assertThat(navigation.required("WWW-Authenticate")).startsWith("Basic ");
    }
}
