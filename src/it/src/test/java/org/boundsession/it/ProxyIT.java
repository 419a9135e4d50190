package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.NginxServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Behind a real nginx with TLS, configured as the guide says. nginx connects from an address of its own, the only one
 * that Tomcat trusts; a client that connects to Tomcat directly is not trusted.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
class ProxyIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final String FORGED = "203.0.113.66";

    private static TomcatProcess tomcat;
    private static NginxServer nginx;
    private static Client https;
    private static Client http;
    private static Client direct;

    @BeforeAll
    static void start() {
        // Where CI runs, a missing proxy is a failure.
        assumeTrue(
                NginxServer.isInstalled() || "true".equals(System.getenv("CI")),
                "The proxy is NOT tested: nginx and openssl are not installed");
        tomcat = trustingTheProxy("proxy").start();
        direct = tomcat.client("");
        nginx = NginxServer.before(direct.port());
        https = nginx.tlsClient();
        http = nginx.plainClient();
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (tomcat != null) {
            tomcat.close();
        }
    }

    private static TomcatProcess.Base trustingTheProxy(String name) {
        return TomcatProcess.configured(name)
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .jvm("-Dtrusted.proxies=" + NginxServer.ADDRESS.replace(".", "\\."));
    }

    @Test
    void servesBoundSessionsOverTls() {
        Response login = https.login("general", "general-password", SECRET);
        String session = login.sessionId();
        Response again = https.send(Request.get("/login").cookie(session).secret(SECRET));
        Response data = https.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
        Response logout = https.send(Request.post("/logout").cookie(session).secret(SECRET));

        assertThat(login.customStatus()).isEqualTo("N");
        assertThat(login.required("Set-Cookie")).contains("; Secure", "HttpOnly", "SameSite=Strict");
        assertThat(login.required("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(again.customStatus()).isEqualTo("A");
        assertThat(data.status()).isEqualTo(200);
        assertThat(data.body()).contains("\"employees\":[{");
        assertThat(logout.status()).isEqualTo(204);
        assertThat(logout.deletesCookie()).isTrue();
        assertThat(logout.required("Set-Cookie")).contains("; Secure");
    }

    @Test
    void passesOnARefusalAsItIs() {
        Response refused = https.login("general", "wrong", SECRET);
        Response notFound = https.send(Request.get("/nothing/here"));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.required("WWW-Authenticate")).startsWith("Basic");
        assertThat(notFound.code()).isEqualTo("login_required");
        assertThat(notFound.required("Content-Type")).startsWith("application/json");
    }

    /** The proxy and the clients of this test have loopback addresses, and Tomcat removes the header with the client's. */
    @Test
    void keepsTheMetricsFromItsClients() {
        assertThat(https.send(Request.get("/metrics")).code()).isEqualTo("token_required");
        assertThat(http.send(Request.get("/metrics")).code()).isEqualTo("token_required");
        assertThat(direct.send(Request.get("/metrics")).status()).isEqualTo(200);
    }

    @Test
    void keepsPathsAsTheyWereSpelled() {
        for (String path :
                new String[] {"//getemployeedetails", "/%67etemployeedetails", "/login/..;/getemployeedetails"}) {
            assertThat(https.send(Request.get(path).secret(SECRET)).status())
                    .as(path)
                    .isIn(400, 401);
        }
    }

    @Test
    void callsAPlainRequestPlain() {
        Response login = http.send(login("general", "general-password").header("X-Forwarded-Proto", "https"));

        assertThat(login.customStatus()).isEqualTo("N");
        assertThat(login.required("Set-Cookie")).doesNotContain("Secure");
        assertThat(login.headers("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void servesUnderAnotherPrefix() {
        try (TomcatProcess inner = TomcatProcess.configured("prefix")
                        .war(Path.of(System.getProperty("it.war")), "bound-session")
                        .start();
                NginxServer prefix = NginxServer.withPrefix(inner.client("").port())) {
            Client client = prefix.tlsClient();
            Response login = client.send(Request.get("/portal/login")
                    .basic("general", "general-password")
                    .secret(SECRET));
            Request data = Request.get("/portal/getemployeedetails?limit=1").secret(SECRET);
            Response refused = client.send(data);
            Response served = client.send(data.cookie(login.sessionId()));
            Response wrong = client.send(
                    Request.get("/portal/login").basic("general", "wrong").secret(SECRET));

            assertThat(login.customStatus()).isEqualTo("N");
            assertThat(login.required("Set-Cookie")).contains("Path=/portal;");
            assertThat(served.status()).isEqualTo(200);
            assertThat(refused.headers("WWW-Authenticate")).containsExactly("BoundSession login=\"/portal/login\"");
            assertThat(wrong.headers("WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("Basic ");
        }
    }

    @Test
    void throttlesTheClientAndNotTheProxy() {
        Client attacker = https.from("127.0.0.11");
        Response eleventh = Stream.generate(() -> attacker.send(login("general", "wrong")))
                .limit(11)
                .reduce((first, second) -> second)
                .orElseThrow();
        Response pretending = attacker.send(login("general", "wrong").header("X-Forwarded-For", "198.51.100.1"));
        Response elsewhere = https.from("127.0.0.12").login("general", "general-password", SECRET);

        assertThat(eleventh.status()).isEqualTo(429);
        assertThat(pretending.status()).isEqualTo(429);
        assertThat(elsewhere.customStatus()).isEqualTo("N");
    }

    @Test
    void ignoresForgedHeadersOfADirectClient() {
        Response login = direct.send(login("general", "general-password")
                .header("X-Forwarded-For", FORGED)
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Port", "443")
                .header("X-Forwarded-By", NginxServer.ADDRESS)
                .header("Forwarded", "for=" + FORGED + ";proto=https"));

        assertThat(login.customStatus()).isEqualTo("N");
        assertThat(login.required("Set-Cookie")).doesNotContain("Secure");
        assertThat(login.headers("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void requiresTlsBetweenClientAndProxyWhereItIsToldTo() {
        try (TomcatProcess strict = trustingTheProxy("strict-proxy")
                        .env("BOUND_SESSION_REQUIRE_SECURE", "true")
                        .start();
                NginxServer proxy = NginxServer.before(strict.client("").port())) {
            Response overTls = proxy.tlsClient().login("general", "general-password", SECRET);
            Response plain = proxy.plainClient().login("general", "general-password", SECRET);
            Response pretending = proxy.plainClient()
                    .send(login("general", "general-password").header("X-Forwarded-Proto", "https"));
            Response pretendingDirectly =
                    strict.client("").send(login("general", "general-password").header("X-Forwarded-Proto", "https"));

            assertThat(overTls.customStatus()).isEqualTo("N");
            assertThat(Stream.of(plain, pretending, pretendingDirectly)).allSatisfy(refused -> {
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.code()).isEqualTo("secure_required");
                assertThat(refused.headers("Set-Cookie")).isEmpty();
            });
        }
    }

    @Test
    void zWritesTheClientIntoAuditFileAndAccessLog() {
        https.from("127.0.0.21")
                .send(login("mallory", "wrong")
                        .header("X-Forwarded-For", FORGED)
                        .header("X-Forwarded-For", "198.51.100.2"));
        direct.send(login("trudy", "wrong").header("X-Forwarded-For", FORGED));
        tomcat.close();

        assertThat(tomcat.auditLog().lines().filter(line -> line.contains("mallory")))
                .singleElement()
                .asString()
                .contains("login_refused", "\"127.0.0.21\"");
        assertThat(tomcat.auditLog().lines().filter(line -> line.contains("trudy")))
                .singleElement()
                .asString()
                .contains("login_refused", "\"127.0.0.1\"");
        assertThat(tomcat.accessLog().lines())
                .anyMatch(line -> line.contains(" 127.0.0.21 GET /login 401 "))
                .noneMatch(line -> line.contains(" " + NginxServer.ADDRESS + " "));
        assertThat(tomcat.logs()).doesNotContain(FORGED, "198.51.100.");
        assertThat(nginx.logs()).doesNotContain("[error]", "invalid header");
    }

    private static Request login(String user, String password) {
        return Request.get("/login").basic(user, password).secret(SECRET);
    }
}
