package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardIT extends DeployedWar {

    @ParameterizedTest
    @CsvSource({
        "general, /getemployeedetails, employees, Here you can find employee details",
        "general, /getcustomerdetails, customers, Here you can find customer details",
        "admin, /getpaymentdetails, payments, Here you can find payment details"
    })
    void answersWithCookieAndSecret(String user, String path, String array, String message) {
        String session = sessionOf(user);

        Response response = client.send(Request.get(path).cookie(session).secret(SECRET));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Content-Type")).isEqualToIgnoringCase("application/json;charset=utf-8");
        assertThat(response.text("message")).isEqualTo(message);
        assertThat(response.body()).contains("\"" + array + "\":[{\"id\":");
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "admin, /getemployeedetails, employee data",
        "admin, /getcustomerdetails, customer data",
        "general, /getpaymentdetails, payment data"
    })
    void refusesAnotherRoleAndKeepsTheSession(String user, String path, String what) {
        String session = sessionOf(user);

        Response response = client.send(Request.get(path).cookie(session).secret(SECRET));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.code()).isEqualTo("access_denied");
        assertThat(response.text("message")).isEqualTo("You have no access to " + what + ". Contact the administrator");
        assertThat(client.send(Request.get("/login").cookie(session).secret(SECRET))
                        .customStatus())
                .isEqualTo("A");
    }

    @Test
    void letsOneWithBothRolesReadEverything() {
        String session = sessionOf("both");

        for (String path : new String[] {"/getemployeedetails", "/getcustomerdetails", "/getpaymentdetails"}) {
            assertThat(client.send(Request.get(path).cookie(session).secret(SECRET))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesWithoutCookie() {
        Response response = client.send(Request.get("/getemployeedetails").secret(SECRET));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("login_required");
        assertThat(response.text("message")).isEqualTo("Unauthorized. Please log in");
        assertThat(response.headers("WWW-Authenticate"))
                .containsExactly("BoundSession login=\"" + client.context() + "/login\"");
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    @Test
    void refusesCookieWithoutSecretAndKeepsTheSession() {
        String session = sessionOf("general");

        Response response = client.send(Request.get("/getemployeedetails").cookie(session));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("login_required");
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertStillLives(session);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "       "})
    void refusesMalformedSecretAndKeepsTheSession(String secret) {
        String session = sessionOf("general");

        Response response =
                client.send(Request.get("/getemployeedetails").cookie(session).secret(secret));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("secret_malformed");
        assertStillLives(session);
    }

    @Test
    void takesTabInTheSecretForNothingElseThanABlank() {
        String blank = "with tab-inside";
        String session = client.login("general", "general-password", blank).sessionId();

        Response response =
                client.send(Request.get("/getemployeedetails").cookie(session).secret(blank.replace(' ', '\t')));

        // Some containers make a blank of it before the application sees it; what they leave is refused.
        if (response.status() != 200) {
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.code()).isEqualTo("secret_malformed");
        }
        assertThat(client.send(Request.get("/login").cookie(session).secret(blank))
                        .customStatus())
                .isEqualTo("A");
    }

    @Test
    void refusesDoubledSecretAndKeepsTheSession() {
        String session = sessionOf("general");

        Response response = client.send(Request.get("/getemployeedetails")
                .cookie(session)
                .secret(SECRET)
                .secret(OTHER_SECRET));

        assertThat(response.code()).isEqualTo("secret_malformed");
        assertStillLives(session);
    }

    @ParameterizedTest
    @ValueSource(strings = {", ", ","})
    void refusesSecretThatAGatewayHasDoubledAndKeepsTheSession(String separator) {
        String session = sessionOf("general");

        for (String secret : new String[] {SECRET, OTHER_SECRET}) {
            Response response = client.send(
                    Request.get("/getemployeedetails").cookie(session).secret(secret + separator + secret));

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.code()).isEqualTo("secret_malformed");
        }
        assertStillLives(session);
    }

    @Test
    void invalidatesCookieWithAnotherSecret() {
        String session = sessionOf("general");

        Response response =
                client.send(Request.get("/getemployeedetails").cookie(session).secret(OTHER_SECRET));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("session_invalidated");
        assertThat(response.deletesCookie()).as("%s", response).isTrue();
        assertThat(response.required("WWW-Authenticate")).startsWith("BoundSession ");
        assertIsOver(session);
    }

    @Test
    void refusesSecretOfAnotherSession() {
        String mine = client.login("general", "general-password", SECRET).sessionId();
        String theirs =
                client.login("general", "general-password", OTHER_SECRET).sessionId();

        Response response =
                client.send(Request.get("/getemployeedetails").cookie(theirs).secret(SECRET));

        assertThat(response.code()).isEqualTo("session_invalidated");
        assertStillLives(mine);
    }

    @Test
    void logsOut() {
        String session = sessionOf("general");

        Response response = client.send(Request.post("/logout").cookie(session).secret(SECRET));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.deletesCookie()).as("%s", response).isTrue();
        assertThat(response.body()).isEmpty();
        assertIsOver(session);
    }

    @Test
    void needsTheSecretToLogOut() {
        String session = sessionOf("general");

        Response response = client.send(Request.post("/logout").cookie(session));

        assertThat(response.code()).isEqualTo("login_required");
        assertStillLives(session);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /getemployeedetails, 'GET, HEAD'",
        "DELETE, /getemployeedetails, 'GET, HEAD'",
        "OPTIONS, /getemployeedetails, 'GET, HEAD'",
        "FOO, /getemployeedetails, 'GET, HEAD'",
        "GET, /logout, POST",
        "HEAD, /logout, POST",
        // The method comes before the role.
        "POST, /getpaymentdetails, 'GET, HEAD'"
    })
    void asksForLoginBeforeItTellsTheMethods(String method, String path, String allow) {
        String session = sessionOf("general");

        Response anonymous = client.send(Request.of(method, path).secret(SECRET));
        Response bound = client.send(Request.of(method, path).cookie(session).secret(SECRET));

        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(anonymous.header("Allow")).isEmpty();
        assertThat(bound.status()).isEqualTo(405);
        assertThat(bound.required("Allow")).isEqualTo(allow);
        assertThat(bound.headers("Cache-Control")).containsExactly("no-store");
        assertStillLives(session);
    }

    @Test
    void answersHeadAsGetWithoutBody() {
        String session = sessionOf("general");

        Response response = client.send(
                Request.of("HEAD", "/getemployeedetails").cookie(session).secret(SECRET));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Content-Type")).startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/error",
                "/nothing.jsp",
                "/login/",
                "/login/x",
                "/health",
                "/health/",
                "/health/live/x",
                "/health/x",
                "/getemployeedetails/",
                "/getemployeedetails/x",
                "/style.css/",
                "/index.html/x",
                "/index.htm",
                "/openapi.yaml.bak",
                "/manager/html"
            })
    void hidesEverythingElse(String path) {
        String session = sessionOf("both");

        Response anonymous = client.send(Request.get(path));
        Response bound = client.send(Request.get(path).cookie(session).secret(SECRET));

        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(anonymous.code()).isEqualTo("login_required");
        assertThat(bound.status()).isEqualTo(404);
        assertThat(bound.code()).isEqualTo("not_found");
        assertThat(anonymous.headers("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//getpaymentdetails",
                "/%67etpaymentdetails",
                "/./getpaymentdetails",
                "/x/../getpaymentdetails",
                "/getpaymentdetails;x=y",
                "/getpaymentdetails;",
                "/;x/getpaymentdetails",
                "/x/..;/getpaymentdetails",
                "/health/live/../../getpaymentdetails",
                "/health/..;/getpaymentdetails",
                "/health/live;/../../getpaymentdetails",
                "/style.css/../getpaymentdetails",
                "/%2e/getpaymentdetails",
                "/getpaymentdetails%00",
                "/getpaymentdetails%2f",
                "/getpaymentdetails/.",
                "/\\getpaymentdetails",
                "/getpaymentdetails?/health/live",
                "/getpaymentdetails%3f",
                "/GETPAYMENTDETAILS",
                "/%2e%2e/getpaymentdetails",
                "/..;/bound-session/getpaymentdetails"
            })
    void isNotFooledBySpellings(String path) {
        String general = sessionOf("general");

        Response anonymous = client.send(Request.get(path));
        Response wrongRole = client.send(Request.get(path).cookie(general).secret(SECRET));

        assertThat(anonymous.status()).isIn(400, 401, 404);
        assertThat(wrongRole.status()).isIn(400, 401, 403, 404);
        assertThat(anonymous.body()).doesNotContain("payments", "Here you can find");
        assertThat(wrongRole.body()).doesNotContain("payments", "Here you can find");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/WEB-INF/web.xml",
                "/META-INF/context.xml",
                "/WEB-INF/",
                "/web-inf/web.xml",
                "/WEB-INF%2fweb.xml"
            })
    void hidesWhatIsInside(String path) {
        Response response = client.send(Request.get(path));

        assertThat(response.status()).isIn(400, 401, 404);
        assertThat(response.body()).doesNotContain("servlet-class", "Valve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/style.css",
                "/favicon.svg",
                "/modules/client.js",
                "/console/main.js",
                "/admin/",
                "/docs/",
                "/docs/swagger-ui-bundle.js",
                "/openapi.yaml",
                "/health/live",
                "/health/ready"
            })
    void servesPublicPathsToAnybody(String path) {
        Response get = client.send(Request.get(path));
        Response head = client.send(Request.of("HEAD", path));
        Response post = client.send(Request.post(path));

        assertThat(get.status()).isEqualTo(200);
        assertThat(get.headers("Set-Cookie")).isEmpty();
        assertThat(head.status()).isEqualTo(200);
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.required("Allow")).isEqualTo("GET, HEAD");
        assertThat(post.code()).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/modules/", "/console/", "/admin/modules/", "/console/../WEB-INF/", "/docs/..;/WEB-INF/"})
    void listsNoDirectory(String path) {
        Response response = client.send(Request.get(path));

        assertThat(response.status()).isIn(400, 401, 403, 404);
        assertThat(response.body()).doesNotContain("main.js", "client.js", "web.xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin", "/docs"})
    void leadsToThePageOfAFolder(String path) {
        assertThat(client.send(Request.get(path)).required("Location")).endsWith(path + "/");
    }

    @Test
    void allowsInlineStylesInTheFolderOfSwaggerUiOnly() {
        assertThat(client.send(Request.get("/docs/")).required("Content-Security-Policy"))
                .contains("style-src 'self' 'unsafe-inline';", "script-src 'self';");
        assertThat(client.send(Request.get("/admin/")).required("Content-Security-Policy"))
                .contains("style-src 'self';");
    }

    @Test
    void ignoresSessionIdInTheUrl() {
        String session = sessionOf("general");

        for (String name : new String[] {"Session_ID", "jsessionid", "JSESSIONID"}) {
            Response response = client.send(
                    Request.get("/getemployeedetails;" + name + "=" + session).secret(SECRET));

            assertThat(response.status()).isEqualTo(401);
        }
        assertThat(client.send(Request.get("/getemployeedetails?Session_ID=" + session)
                                .secret(SECRET))
                        .status())
                .isEqualTo(401);
    }

    static Stream<String> cookieHeaders() {
        return Stream.of(
                "Session_ID=%s; Path=/bound-session; HttpOnly; Max-Age=150; SameSite=Strict",
                "other=1; Session_ID=%s; JSESSIONID=foreign",
                "$Version=1; Session_ID=%s",
                "Session_ID=%s;",
                "Session_ID=%s; broken; =; ;;");
    }

    @ParameterizedTest
    @MethodSource("cookieHeaders")
    void toleratesWhatToolsSendBesideTheCookie(String header) {
        String session = sessionOf("general");

        Response response = client.send(Request.get("/getemployeedetails")
                .header("Cookie", header.formatted(session))
                .secret(SECRET));

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void countsOneOfSeveralSessionCookiesInEveryCheck() {
        String mine = client.login("general", "general-password", SECRET).sessionId();
        String theirs = client.login("admin", "admin-password", OTHER_SECRET).sessionId();
        String both = "Session_ID=" + mine + "; Session_ID=" + theirs;

        Response general = client.send(
                Request.get("/getemployeedetails").header("Cookie", both).secret(SECRET));
        Response admin = client.send(
                Request.get("/getpaymentdetails").header("Cookie", both).secret(OTHER_SECRET));

        // Whichever the container takes, one secret fits and the other does not; never do both.
        assertThat(Stream.of(general, admin).filter(r -> r.status() == 200).count())
                .isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7})
    void choosesTheSameOfSeveralSessionCookiesInEveryCheck(int dead) {
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i < dead; i++) {
            String session = sessionOf("general");
            client.send(Request.post("/logout").cookie(session).secret(SECRET));
            cookies.add("Session_ID=" + session);
        }
        cookies.add("Session_ID=" + sessionOf("general"));
        String header = String.join("; ", cookies);

        Response guarded = client.send(
                Request.get("/getemployeedetails").header("Cookie", header).secret(SECRET));
        Response confirmed =
                client.send(Request.get("/login").header("Cookie", header).secret(SECRET));
        Response ended =
                client.send(Request.post("/logout").header("Cookie", header).secret(SECRET));

        boolean found = guarded.status() == 200;
        assertThat(confirmed.status()).isEqualTo(found ? 200 : 401);
        assertThat(ended.status()).isEqualTo(found ? 204 : 401);
        // WildFly shows an application one cookie of a name.
        assertThat(found)
                .isEqualTo(dead == 0 || !System.getProperty("arquillian.launch").equals("wildfly"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Session_ID",
                "Session_ID=",
                "Session_ID=;",
                "=",
                ";;;",
                "Session_ID=x",
                "Session_ID=\"",
                "\u0000",
                "Session_ID=\u00ff\u00fe",
                "Session_ID=../../x",
                "Session_ID={\"a\":1}",
                "session_id=x"
            })
    void answersMalformedCookiesWithoutSession(String header) {
        Response response = client.send(
                Request.get("/getemployeedetails").header("Cookie", header).secret(SECRET));

        assertThat(response.status()).isIn(400, 401);
        assertThat(response.headers("Set-Cookie")).isEmpty();
    }

    @Test
    void answersOversizeHeadersWithoutFault() {
        Response secret = client.send(Request.get("/getemployeedetails").secret("x".repeat(60_000)));
        Response cookie = client.send(Request.get("/getemployeedetails").cookie("x".repeat(60_000)));
        Response target = client.send(Request.get("/" + "x".repeat(60_000)));

        assertThat(Stream.of(secret, cookie, target).map(Response::status))
                .allMatch(status -> status >= 400 && status < 500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=x",
                "limit=",
                "limit",
                "limit=1&limit=2",
                "limit=1.5",
                "limit=99999999999",
                "limit=%31",
                "offset=-1",
                "offset=x",
                "offset=",
                "offset=2147483648",
                "offset=1&offset=1"
            })
    void namesTheParameterThatIsMalformed(String query) {
        String session = sessionOf("general");

        Response response = client.send(
                Request.get("/getemployeedetails?" + query).cookie(session).secret(SECRET));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("parameter_malformed");
        assertThat(response.text("message")).startsWith(query.startsWith("limit") ? "limit" : "offset");
    }

    @Test
    void pages() {
        String session = sessionOf("general");

        Response first = client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
        Response second = client.send(Request.get("/getemployeedetails?limit=1&offset=1&other=x")
                .cookie(session)
                .secret(SECRET));
        Response beyond = client.send(Request.get("/getemployeedetails?offset=2147483647")
                .cookie(session)
                .secret(SECRET));

        assertThat(first.body()).containsOnlyOnce("\"id\":");
        assertThat(second.body()).containsOnlyOnce("\"id\":").isNotEqualTo(first.body());
        assertThat(beyond.body()).contains("\"employees\":[]");
    }

    @Test
    void ignoresMalformedEncodingOfOtherParameters() {
        String session = sessionOf("general");

        Response response = client.send(Request.get("/getemployeedetails?limit=1&other=%zz")
                .cookie(session)
                .secret(SECRET));

        // Some containers refuse such a request before the application sees it.
        assertThat(response.status()).isIn(200, 400);
        assertThat(response.body()).doesNotContain("parameter_malformed");
        assertStillLives(session);
    }

    @Test
    void sendsSecurityHeadersWithEverything() {
        String session = sessionOf("general");

        Stream.of(
                        client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET)),
                        client.send(Request.get("/getemployeedetails")),
                        client.send(Request.get("/nothing").cookie(session).secret(SECRET)),
                        client.send(Request.of("HEAD", "/login")),
                        client.send(Request.get("/login")),
                        client.send(Request.get("/health/live")),
                        client.send(Request.get("/getpaymentdetails")
                                .cookie(session)
                                .secret(SECRET)))
                .forEach(response -> {
                    assertThat(response.headers("Cache-Control")).containsExactly("no-store");
                    assertThat(response.headers("Content-Security-Policy"))
                            .containsExactly("default-src 'none'; frame-ancestors 'none'");
                    assertCommonHeaders(response);
                });
        assertCommonHeaders(client.send(Request.get("/")));
        assertCommonHeaders(client.send(Request.get("/style.css")));
    }

    static Stream<Request> refusedAtAssets() {
        return Stream.of("/", "/index.html", "/style.css", "/favicon.svg")
                .flatMap(path -> Stream.concat(
                        Stream.of("PUT", "POST", "DELETE", "OPTIONS", "PATCH", "FOO", "PROPFIND")
                                .map(method -> Request.of(method, path)),
                        Stream.of(
                                Request.get(path).header("Range", "bytes=999999999-"),
                                Request.get(path).header("If-Match", "\"another\""),
                                Request.get(path).header("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"))));
    }

    @ParameterizedTest
    @MethodSource("refusedAtAssets")
    void keepsRefusalsAtAssetsOutOfCaches(Request request) {
        Response response = client.send(request);

        // Some containers do not look at conditions and ranges of some files, or answer them with a page of their own.
        if (response.status() >= 400) {
            assertThat(response.headers("Cache-Control"))
                    .singleElement()
                    .asString()
                    .contains("no-store");
        }
        if (!request.method().equals("GET")) {
            assertThat(response.status()).isEqualTo(405);
            assertThat(response.headers("Content-Security-Policy"))
                    .containsExactly("default-src 'none'; frame-ancestors 'none'");
        }
        assertCommonHeaders(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/style.css"})
    void letsAssetsBeKept(String path) {
        assertThat(client.send(Request.get(path)).headers("Cache-Control")).doesNotContain("no-store");
        assertThat(client.send(Request.of("HEAD", path)).headers("Cache-Control"))
                .doesNotContain("no-store");
    }

    /** Whatever stands where a path should: no fault of the server's, no stack, no version. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "getpaymentdetails",
                "bound-session/getpaymentdetails",
                "*",
                "http:",
                "http:/",
                "http://",
                "http:///",
                "http://localhost",
                "http://localhost/",
                "http://localhost/bound-session/getpaymentdetails",
                "HTTP://other.example:1/bound-session/getpaymentdetails",
                "https://localhost/bound-session/health/live",
                "localhost:80",
                "?x",
                "#x",
                "%2f",
                "..",
                "../bound-session/getpaymentdetails",
                "\\bound-session\\getpaymentdetails"
            })
    void answersAnyTargetWithoutFault(String target) {
        String host = "Host: localhost\r\n";
        for (String method : new String[] {"GET", "OPTIONS", "POST"}) {
            Response response = client.sendRaw(
                    method + " " + target + " HTTP/1.1\r\n" + host + "Content-Length: 0\r\nConnection: close\r\n\r\n");

            assertThat(response.status()).as("%s %s", method, response).isLessThan(500);
            assertThat(response.body()).doesNotContain("payments", "Exception", "\tat ");
        }
    }

    private static void assertCommonHeaders(Response response) {
        assertThat(response.headers("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(response.headers("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
        assertThat(response.headers("Content-Security-Policy")).hasSize(1);
        assertThat(response.header("Strict-Transport-Security")).isEmpty();
        assertThat(response.header("Server").orElse("")).doesNotContainPattern("\\d");
        assertThat(response.header("X-Powered-By")).isEmpty();
    }

    @Test
    void opensNoSessionForAThousandRefusedRequests() throws Exception {
        try (var connection = client.connect()) {
            for (int i = 0; i < 250; i++) {
                for (Request request : new Request[] {
                    Request.get("/getemployeedetails").secret(SECRET),
                    Request.get("/login").secret(SECRET),
                    Request.get("/nothing").cookie("0123456789ABCDEF").secret(SECRET),
                    Request.post("/logout").secret(SECRET)
                }) {
                    Response response = connection.send(request);

                    assertThat(response.status()).isEqualTo(401);
                    assertThat(response.headers("Set-Cookie")).isEmpty();
                }
            }
        }
    }

    private void assertStillLives(String session) {
        Response response = client.send(Request.get("/login").cookie(session).secret(SECRET));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.customStatus()).isEqualTo("A");
    }

    private void assertIsOver(String session) {
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET))
                        .code())
                .isEqualTo("login_required");
    }
}
