package org.boundsession.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URL;
import java.util.Optional;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies that no servlet reads, and those of a third-party servlet behind the filter. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BodyIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int LIMIT = 64 * 1024;
    private static final int CHUNK = 8192;
    private static final String DATA = "/getemployeedetails?limit=1";

    @ArquillianResource
    URL url;

    private Client client;

    @Deployment(testable = false)
    static WebArchive war() {
        String type = BodyServlet.class.getName();
        return Wars.withWebXml(
                        "bodies",
                        Wars.all(Wars.servlet(type, "/reads", "bound"), Wars.servlet(type, "/open", "public")))
                .addClass(BodyServlet.class);
    }

    @BeforeEach
    void pointClient() {
        client = DeployedWar.clientOf(url);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, LIMIT})
    void dropsBodyOfUpTo64KilobytesAndKeepsTheConnection(int size) throws IOException {
        String session = login();

        try (Client.Connection connection = client.connect()) {
            Response plain = connection.send(sized(bound(DATA, session), size), body(size));
            Response chunked = connection.send(chunked(bound(DATA, session)), chunks(size));
            Response bodiless = connection.send(bound(DATA, session));

            assertThat(plain.status()).isEqualTo(200);
            assertThat(plain.body()).contains("\"employees\":[{").doesNotContain("},{");
            assertThat(chunked.body()).isEqualTo(plain.body());
            assertThat(bodiless.body()).isEqualTo(plain.body());
        }
    }

    @Test
    void refusesLargerBodyWithoutReadingIt() throws IOException {
        String session = login();

        try (Client.Connection connection = client.connect()) {
            connection.begin(sized(bound(DATA, session), LIMIT + 1));
            assertTooLarge(connection.read("GET"));
        }
        try (Client.Connection connection = client.connect()) {
            connection.begin(sized(credentials(Request.of("POST", "/login")), 2_000_000));
            assertTooLarge(connection.read("POST"));
        }
    }

    @Test
    void refusesLargerChunkedBody() throws IOException {
        try (Client.Connection connection = client.connect()) {
            assertTooLarge(connection.send(chunked(bound(DATA, login())), chunks(LIMIT + 1)));
        }
    }

    /** As blocking HTTP clients do. */
    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 8_000_000})
    void answersClientThatWritesItsWholeBodyFirst(int size) throws IOException {
        try (Client.Connection connection = client.connect()) {
            assertTooLarge(connection.send(sized(credentials(Request.of("POST", "/login")), size), body(size)));
        }
        try (Client.Connection connection = client.connect()) {
            assertTooLarge(connection.send(chunked(credentials(Request.of("POST", "/login"))), chunks(size)));
        }
    }

    @Test
    void logsInOnceWithABodyInPieces() throws IOException {
        try (Client.Connection connection = client.connect()) {
            connection.begin(chunked(credentials(Request.of("POST", "/login"))));
            connection.write("4\r\nab".getBytes(ISO_8859_1));
            connection.write("cd\r\n".getBytes(ISO_8859_1));
            connection.write("0\r\nX-Trailer: 1\r\n\r\n".getBytes(ISO_8859_1));
            Response login = connection.read("POST");

            assertThat(login.customStatus()).isEqualTo("N");
            assertThat(connection.send(bound(DATA, login.sessionId())).status()).isEqualTo(200);
        }
    }

    @Test
    void answersNextRequestThatCameWithTheBody() throws IOException {
        String session = login();

        try (Client.Connection connection = client.connect()) {
            connection.begin(sized(bound(DATA, session), 3));
            connection.write(("abc" + nextRequest()).getBytes(ISO_8859_1));

            assertThat(connection.read("GET").body()).contains("\"employees\"");
            assertThat(connection.read("GET").body()).contains("UP");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /login, 405, method_not_allowed",
        "GET, /getemployeedetails, 401, login_required",
        "POST, /getemployeedetails, 401, login_required",
        "POST, /logout, 401, login_required",
        "POST, /nowhere, 401, login_required",
        "POST, /reads, 401, login_required",
        "POST, /error, 401, login_required",
        "PUT, /health/live, 405, method_not_allowed",
        "POST, /style.css, 405, method_not_allowed",
        "POST, /, 405, method_not_allowed",
    })
    void refusesAsWithoutBody(String method, String target, int status, String code) throws IOException {
        try (Client.Connection connection = client.connect()) {
            Response plain = connection.send(sized(Request.of(method, target), 1000), body(1000));
            Response chunked = connection.send(chunked(Request.of(method, target)), chunks(1000));
            Response after = connection.send(Request.get("/health/live"));

            assertThat(plain.status()).isEqualTo(status);
            assertThat(plain.code()).isEqualTo(code);
            assertThat(chunked.body()).isEqualTo(plain.body());
            assertThat(after.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%67etemployeedetails?limit=1",
                "/getemployeedetails;x=y?limit=1",
                "/./getemployeedetails?limit=1",
                "/a/../getemployeedetails?limit=1",
                "//getemployeedetails?limit=1",
                "/a/..;/getemployeedetails?limit=1",
                "/no%2fwhere",
                "/nowhere%3fa;b=%25",
                "/WEB-INF/web.xml",
                "/WEB-INF/../login"
            })
    void servesOtherSpellingsOfAPathAsWithoutBody(String target) throws IOException {
        String session = login();
        Response without = client.send(bound(target, session));

        try (Client.Connection connection = client.connect()) {
            Response with = connection.send(sized(bound(target, session), 1000), body(1000));

            assertThat(with.status()).isEqualTo(without.status());
            assertThat(with.body()).isEqualTo(without.body());
        }
    }

    @Test
    void servesStaticFilesWithABody() throws IOException {
        try (Client.Connection connection = client.connect()) {
            for (String target : new String[] {"/", "/index.html", "/style.css"}) {
                Response with = connection.send(sized(Request.get(target), 10), body(10));
                Response without = connection.send(Request.get(target));

                assertThat(with.status()).as(target).isEqualTo(200);
                assertThat(with.body()).isEqualTo(without.body());
            }
        }
    }

    @Test
    void answersHeadAndLogoutWithABody() throws IOException {
        String session = login();

        try (Client.Connection connection = client.connect()) {
            Request head = new Request("HEAD", DATA, bound(DATA, session).headerLines());
            assertThat(connection.send(sized(head, 1000), body(1000)).status()).isEqualTo(200);

            Request logout =
                    new Request("POST", "/logout", bound("/logout", session).headerLines());
            assertThat(connection.send(sized(logout, 1000), body(1000)).status())
                    .isEqualTo(204);
            assertThat(connection.send(bound(DATA, session)).status()).isEqualTo(401);
        }
    }

    @Test
    void endsSessionOnceForAnotherSecretWithABody() throws IOException {
        String session = login();
        Request thief = Request.get("/reads").cookie(session).secret(DeployedWar.OTHER_SECRET);

        try (Client.Connection connection = client.connect()) {
            Response refused = connection.send(sized(thief, 1000), body(1000));

            assertThat(refused.code()).isEqualTo("session_invalidated");
            assertThat(refused.deletesCookie()).isTrue();
            assertThat(connection.send(bound(DATA, session)).code()).isEqualTo("login_required");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, LIMIT + 1, 1_000_000})
    void leavesBodiesOfOtherServletsAlone(int size) throws IOException {
        String session = login();

        try (Client.Connection connection = client.connect()) {
            Request reads =
                    new Request("POST", "/reads", bound("/reads", session).headerLines());
            assertThat(connection.send(sized(reads, size), body(size)).body()).isEqualTo("read " + size);
            assertThat(connection.send(chunked(reads), chunks(size)).body()).isEqualTo("read " + size);
            assertThat(connection
                            .send(sized(Request.of("POST", "/open"), size), body(size))
                            .body())
                    .isEqualTo("read " + size);
        }
    }

    @Test
    void refusesLargeBodyOfAnotherServletAsWithoutBody() throws IOException {
        try (Client.Connection connection = client.connect()) {
            Response refused = connection.send(sized(Request.of("POST", "/reads"), 8_000_000), body(8_000_000));

            assertThat(refused.code()).isEqualTo("login_required");
        }
    }

    @Test
    void continuesOnlyWhereTheBodyIsReadAtAll() throws IOException {
        String session = login();

        try (Client.Connection connection = client.connect()) {
            connection.begin(sized(bound(DATA, session), 5).header("Expect", "100-continue"));
            assertThat(connection.read("GET").status()).isEqualTo(100);
            connection.write(body(5));

            assertThat(connection.read("GET").status()).isEqualTo(200);
        }
        try (Client.Connection connection = client.connect()) {
            connection.begin(sized(bound(DATA, session), LIMIT + 1).header("Expect", "100-continue"));
            Response first = connection.read("GET");
            // Tomcat continues before it calls the application.
            assertTooLarge(first.status() == 100 ? connection.read("GET") : first);
        }
    }

    @Test
    void refusesMalformedChunks() throws IOException {
        try (Client.Connection connection = client.connect()) {
            connection.begin(chunked(credentials(Request.of("POST", "/login"))));
            connection.write("nonsense\r\n\r\n".getBytes(ISO_8859_1));
            Optional<Response> answer = readUnlessClosed(connection);

            switch (System.getProperty("arquillian.launch")) {
                case "tomcat" -> assertThat(answer).map(Response::code).hasValue("request_refused");
                // Undertow takes a chunk size that is no number for the end of the body.
                case "wildfly" ->
                    assertThat(answer.stream()).extracting(Response::status).isSubsetOf(200, 400);
                default ->
                    assertThat(answer.stream()).allSatisfy(refused -> {
                        assertThat(refused.status()).isEqualTo(400);
                        assertThat(refused.headers("Set-Cookie")).isEmpty();
                    });
            }
            assertThat(client.send(Request.get("/health/live")).status()).isEqualTo(200);
        }
    }

    @Test
    void keepsSessionThroughABodyThatIsTooLarge() throws IOException {
        String session = login();
        Request logout = Request.of("POST", "/logout").cookie(session).secret(SECRET);

        try (Client.Connection connection = client.connect()) {
            assertTooLarge(connection.send(sized(logout, LIMIT + 1), body(LIMIT + 1)));
        }
        try (Client.Connection connection = client.connect()) {
            assertTooLarge(connection.send(sized(bound(DATA, session), LIMIT + 1), body(LIMIT + 1)));
        }

        assertThat(client.send(bound(DATA, session)).status()).isEqualTo(200);
    }

    /** A proxy may take the length for the end of the body, or the chunks (request smuggling, RFC 9112, section 6.1). */
    @Test
    void servesNoRequestHiddenInABodyOfTwoLengths() throws IOException {
        String body = "0\r\n\r\n" + nextRequest();

        try (Client.Connection connection = client.connect()) {
            connection.begin(
                    sized(chunked(credentials(Request.of("POST", "/login"))), body.length()),
                    body.getBytes(ISO_8859_1));

            assertThat(readUnlessClosed(connection).stream())
                    .extracting(Response::status)
                    .isSubsetOf(200, 400);
            assertThat(readUnlessClosed(connection)).isEmpty();
        }
    }

    @Test
    void refusesContradictingLengths() throws IOException {
        try (Client.Connection connection = client.connect()) {
            connection.begin(sized(sized(credentials(Request.of("POST", "/login")), 5), 6), body(6));

            assertThat(readUnlessClosed(connection).stream()).allSatisfy(BodyIT::assertRefused);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gzip", "xchunked", "chunked, gzip", "chunked, chunked", "chunked\r\nTransfer-Encoding: gzip"})
    void refusesTransferCodingThatIsNotChunked(String codings) throws IOException {
        try (Client.Connection connection = client.connect()) {
            connection.begin(
                    credentials(Request.of("POST", "/login")).line("Transfer-Encoding: " + codings),
                    ("0\r\n\r\n" + nextRequest()).getBytes(ISO_8859_1));

            assertThat(readUnlessClosed(connection).stream()).allSatisfy(BodyIT::assertRefused);
            assertThat(readUnlessClosed(connection)).isEmpty();
        }
    }

    private String nextRequest() {
        return "GET " + client.context() + "/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static void assertRefused(Response response) {
        assertThat(response.status()).isIn(400, 501);
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(response.body()).doesNotContain("Exception", "\tat ");
    }

    /** Empty if the container closes the connection without an answer, as Undertow may. */
    private static Optional<Response> readUnlessClosed(Client.Connection connection) throws IOException {
        try {
            return Optional.of(connection.read("POST"));
        } catch (EOFException | SocketException closed) {
            return Optional.empty();
        }
    }

    private static void assertTooLarge(Response response) {
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.code()).isEqualTo("body_too_large");
        assertThat(response.text("message")).contains("64 kB");
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers("Connection")).containsExactly("close");
    }

    private String login() {
        return client.login("general", "general-password", SECRET).sessionId();
    }

    private static Request bound(String target, String session) {
        return Request.get(target).cookie(session).secret(SECRET);
    }

    private static Request credentials(Request request) {
        return request.basic("general", "general-password").secret(SECRET);
    }

    private static Request sized(Request request, int size) {
        return request.header("Content-Length", Integer.toString(size));
    }

    private static Request chunked(Request request) {
        return request.header("Transfer-Encoding", "chunked");
    }

    private static byte[] body(int size) {
        return "x".repeat(size).getBytes(ISO_8859_1);
    }

    private static byte[] chunks(int size) {
        StringBuilder chunks = new StringBuilder();
        for (int left = size; left > 0; left -= CHUNK) {
            int length = Math.min(left, CHUNK);
            chunks.append(Integer.toHexString(length))
                    .append("\r\n")
                    .append("x".repeat(length))
                    .append("\r\n");
        }
        return chunks.append("0\r\n\r\n").toString().getBytes(ISO_8859_1);
    }
}
