package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;

/**
 * Whatever an unauthenticated client sends over raw HTTP causes no server error, no session and no data without a
 * login, and nothing in the log; a live session stays live.
 */
class FuzzIT {

    private static final String SEED = "20260131";
    private static final int TRIES = 300;
    private static final String SECRET = DeployedWar.SECRET;
    private static final String CREDENTIALS = "general:general-password";

    private static TomcatProcess tomcat;
    private static Client client;
    private static String live;
    private static String spare = "";

    @BeforeContainer
    static void start() {
        tomcat = TomcatProcess.configured("fuzz")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                // Each malformed line is logged, and not only a day's first.
                .jvm("-Dorg.apache.juli.logging.UserDataHelper.CONFIG=INFO_ALL")
                .env("BOUND_SESSION_LOGIN_FAILURES", "1000000")
                .env("BOUND_SESSION_LOGIN_FAILURES_PER_ADDRESS", "0")
                .start();
        client = tomcat.client("");
        live = client.login("general", "general-password", SECRET).sessionId();
    }

    @AfterContainer
    static void stop() {
        tomcat.close();
    }

    @AfterProperty
    void nothingHasHappened() {
        Response still = client.send(Request.get("/login").cookie(live).secret(SECRET));

        assertThat(still.customStatus()).isEqualTo("A");
        assertThat(tomcat.logs())
                .doesNotContain("SEVERE", "Exception", "\tat ", "java.lang.")
                .contains("Server startup");
    }

    @Property(tries = TRIES, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
    void logsNobodyInWithoutCredentials(@ForAll("authorizations") String authorization) {
        Response response = client.send(Request.get("/login").secret(SECRET).header("Authorization", authorization));

        if (authorization.strip().equalsIgnoreCase("Basic " + base64(CREDENTIALS))) {
            return;
        }
        assertThat(response.status()).isIn(400, 401, 503);
        assertNoSession(response);
    }

    // Fewer: each wrong secret costs a login.
    @Property(tries = TRIES / 4, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
    void letsNobodyInWithoutTheSecret(@ForAll("secrets") String secret) {
        if (spare.isEmpty()) {
            spare = client.login("general", "general-password", SECRET).sessionId();
        }

        Response response = client.send(
                Request.get("/getemployeedetails?limit=1").cookie(spare).secret(secret));

        if (stripped(secret).equals(SECRET)) {
            assertThat(response.status()).isEqualTo(200);
            return;
        }
        assertThat(response.status()).isIn(400, 401);
        assertThat(response.body()).doesNotContain("\"employees\"");
        if (response.status() == 401) {
            // Well-formed and wrong ends it, absent does not; malformed has been 400.
            assertThat(response.code()).isEqualTo(response.deletesCookie() ? "session_invalidated" : "login_required");
            spare = response.deletesCookie() ? "" : spare;
        }
    }

    @Property(tries = TRIES, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
    void findsNoSessionInACookieThatNamesNone(@ForAll("cookies") String cookie) {
        Response response = client.send(
                Request.get("/getemployeedetails?limit=1").secret(SECRET).header("Cookie", cookie));

        if (!cookie.contains(live)) {
            assertThat(response.status()).isIn(400, 401);
        }
        assertThat(response.status()).isIn(200, 400, 401);
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    @Property(tries = TRIES, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
    void servesNoPathToAStranger(@ForAll("methods") String method, @ForAll("paths") String path) {
        Response response = client.send(Request.of(method, path).secret(SECRET));

        assertThat(response.status()).isLessThan(500);
        assertThat(response.body())
                .doesNotContain("\"employees\"", "\"customers\"", "\"payments\"", "<web-app", "<Context", "Exception");
        assertNoSession(response);
    }

    @Property(tries = TRIES, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
    void servesNoPathBeyondTheRole(@ForAll("methods") String method, @ForAll("harmlessPaths") String path) {
        Response response = client.send(Request.of(method, path).cookie(live).secret(SECRET));

        assertThat(response.status()).isLessThan(500);
        assertThat(response.body()).doesNotContain("\"payments\"", "<web-app", "<Context", "Exception");
        assertNoSession(response);
    }

    @Property(tries = TRIES, seed = SEED, shrinking = ShrinkingMode.BOUNDED)
    void answersAnyQuery(@ForAll("queries") String query) {
        Response response = client.send(
                Request.get("/getemployeedetails?" + query).cookie(live).secret(SECRET));

        assertThat(response.status()).isIn(200, 400);
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    // Six inputs have more edge cases in combination than there are tries.
    @Property(tries = TRIES, seed = SEED, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void survivesEverythingAtOnce(
            @ForAll("methods") String method,
            @ForAll("paths") String path,
            @ForAll("authorizations") String authorization,
            @ForAll("secrets") String secret,
            @ForAll("cookies") String cookie,
            @ForAll("queries") String query) {
        Response response = client.send(Request.of(method, path + "?" + query)
                .header("Cookie", cookie.replace(live, "0123456789ABCDEF0123456789ABCDEF"))
                .header("Authorization", authorization.replace(base64(CREDENTIALS), "eDp5"))
                .header("secretid", secret));

        assertThat(response.status() < 500 || response.status() == 503).isTrue();
        assertNoSession(response);
    }

    private static void assertNoSession(Response response) {
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(response.headers("custom_status")).isNotEqualTo(List.of("N"));
    }

    @Provide
    Arbitrary<String> authorizations() {
        return Arbitraries.oneOf(
                headerText(80),
                headerText(60).map(text -> "Basic " + text),
                bytes(40).map(FuzzIT::base64).map(text -> "Basic " + text),
                bytes(20).map(password -> "Basic " + base64("general:" + password)),
                bytes(20).map(user -> "bAsIc  " + base64(user + ":general-password")),
                mutated(base64(CREDENTIALS)).map(text -> "Basic " + text),
                mutated("Basic " + base64(CREDENTIALS)),
                Arbitraries.of("Basic", "Basic ", "", "Bearer x", "Digest username=\"general\"", "Negotiate YII="));
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.oneOf(
                headerText(40),
                headerText(1).map(text -> text.repeat(1025)),
                bytes(40),
                mutated(SECRET),
                Arbitraries.of(SECRET, " " + SECRET + "\t", "", " ", "\"" + SECRET + "\"", SECRET + "," + SECRET));
    }

    @Provide
    Arbitrary<String> cookies() {
        // The session's id is known only when the properties run.
        return Arbitraries.oneOf(
                headerText(80),
                headerText(40).map(text -> "Session_ID=" + text),
                bytes(40).map(text -> "Session_ID=" + text),
                Arbitraries.strings().withChars("0123456789ABCDEF").ofLength(32).map(id -> "Session_ID=" + id),
                headerText(30).map(text -> text + "; Session_ID=" + live),
                headerText(30).map(text -> "Session_ID=" + live + "; " + text),
                Arbitraries.lazy(() -> mutated("Session_ID=" + live)),
                Arbitraries.lazy(() -> Arbitraries.of(
                        "Session_ID=\"" + live + "\"",
                        "Session_ID=" + live + "; Path=/; HttpOnly; Max-Age=150",
                        "$Version=1; Session_ID=" + live + "; $Path=/",
                        "session_id=" + live,
                        "Session_ID=" + live + ".route",
                        "Session_ID=x; Session_ID=" + live)));
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withCharRange('A', 'Z')
                                .withChars("!#$%&'*+-.^_`|~09az")
                                .ofMinLength(1)
                                .ofMaxLength(12)));
    }

    @Provide
    Arbitrary<String> paths() {
        return segments(List.of(
                "getemployeedetails",
                "getcustomerdetails",
                "getpaymentdetails",
                "%67etpaymentdetails",
                "GETPAYMENTDETAILS",
                "login",
                "logout",
                "error",
                "index.html",
                "health",
                "live",
                "ready",
                "WEB-INF",
                "web-inf",
                "META-INF",
                "web.xml",
                "context.xml",
                "%57EB-INF"));
    }

    /** Those that may be called with a session that has to go on living. */
    @Provide
    Arbitrary<String> harmlessPaths() {
        return paths().filter(path -> !path.contains("log"));
    }

    private static Arbitrary<String> segments(List<String> known) {
        List<String> odd = List.of(
                "",
                ".",
                "..",
                "..;",
                "%2e%2e",
                "%2E",
                ";",
                ";x=y",
                ";Session_ID=x",
                "%2f",
                "%5c",
                "\\",
                "%00",
                "%3b",
                "%",
                "%zz",
                "%c0%ae",
                "*",
                "+",
                "~",
                "a",
                "\u00e9",
                "|",
                "\"",
                "<",
                "{}");
        Arbitrary<String> part = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(known)),
                Tuple.of(2, Arbitraries.of(odd)),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withCharRange('!', '~')
                                .excludeChars('?', '#')
                                .ofMaxLength(8)));
        Arbitrary<String> separator = Arbitraries.of("/", "/", "/", "//", "/./", "/x/../", ";/", "");
        return Combinators.combine(separator, part)
                .as((slash, text) -> slash + text)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(list -> "/" + String.join("", list).replaceFirst("^/", ""));
    }

    @Provide
    Arbitrary<String> queries() {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.integers().between(-1, 1001).map(String::valueOf),
                Arbitraries.strings().withCharRange('!', '~').excludeChars('#').ofMaxLength(12));
        return Arbitraries.oneOf(
                number.map(text -> "limit=" + text),
                number.map(text -> "offset=" + text),
                number.map(text -> "limit=5&offset=" + text + "&limit"),
                Arbitraries.strings().withCharRange('!', '~').excludeChars('#').ofMaxLength(60),
                Arbitraries.of("limit=1%00", "limit=%31", "limit=1&limit=2", "&&&=&=", "%", "limit=1'--"));
    }

    /** Bytes that can stand within a header line, some of them where they must not. */
    private static Arbitrary<String> bytes(int max) {
        return Arbitraries.strings()
                .withCharRange('\u0001', '\u0009')
                .withCharRange('\u000b', '\u000c')
                .withCharRange('\u000e', '\u00ff')
                .ofMaxLength(max);
    }

    private static Arbitrary<String> headerText(int max) {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\u00ff')
                .ofMaxLength(max);
    }

    /** One character put in, taken away or replaced. */
    private static Arbitrary<String> mutated(String text) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, text.length() - 1),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.chars().range('!', '\u00ff'))
                .as((at, how, c) ->
                        text.substring(0, at) + (how == 0 ? "" : c) + text.substring(how == 1 ? at : at + 1));
    }

    /** As a container reads a header's value: without blanks and tabs around it. */
    private static String stripped(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
