package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test is a trusted proxy of the first Tomcat, and a stranger for the second one. */
class RequestIdIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final String ID = "6f1c5d1e-0b7a-4f57-9e0e-6a1f0c1d2e3f";
    private static final String FRESH = "[A-Za-z0-9_-]{22}";

    private static TomcatProcess tomcat;
    private static Client client;

    @BeforeAll
    static void start() {
        tomcat = base("request-id").start();
        client = tomcat.client("");
    }

    private static TomcatProcess.Base base(String name) {
        return TomcatProcess.configured(name).war(Path.of(System.getProperty("it.war")), "ROOT");
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /style.css",
        "GET, /login",
        "PUT, /login",
        "POST, /logout",
        "GET, /getemployeedetails",
        "GET, /nothing",
        "GET, /health/live",
        "GET, /health/ready",
        "HEAD, /health/ready",
        "GET, /admin/throttled",
    })
    void comesWithEachAnswer(String method, String target) {
        Response first = client.send(Request.of(method, target));
        Response second = client.send(Request.of(method, target));

        assertThat(first.headers("X-Request-Id")).singleElement().asString().matches(FRESH);
        assertThat(second.required("X-Request-Id")).isNotEqualTo(first.required("X-Request-Id"));
    }

    @Test
    void comesWithAnswersBeforeAndAfterABody() throws Exception {
        Response tooLarge = client.send(Request.of("POST", "/login").header("Content-Length", "1000000"));
        Response afterBody;
        try (Client.Connection connection = client.connect()) {
            afterBody = connection.send(
                    Request.of("POST", "/login").header("Content-Length", "5").header("X-Request-Id", ID),
                    "12345".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.headers("X-Request-Id")).singleElement().asString().matches(FRESH);
        assertThat(afterBody.headers("X-Request-Id")).containsExactly(ID);
    }

    @Test
    void isThatOfATrustedProxyAndInTheAuditEvents() {
        Response refused = client.send(
                Request.get("/login").basic("general", "wrong").secret(SECRET).header("X-Request-Id", ID));
        Response login = client.login("general", "general-password", SECRET);
        Response theft = client.send(Request.get("/getemployeedetails")
                .cookie(login.sessionId())
                .secret("another-secret")
                .header("X-Forwarded-For", "203.0.113.9"));

        assertThat(refused.headers("X-Request-Id")).containsExactly(ID);
        assertThat(theft.code()).isEqualTo("session_invalidated");
        assertThat(tomcat.auditLog().lines())
                .anyMatch(line -> line.contains("login_refused") && line.contains("\"http.request.id\":\"" + ID + "\""))
                .anyMatch(line -> line.contains("login_granted") && line.contains(login.required("X-Request-Id")))
                .anyMatch(line -> line.contains("possible_theft")
                        && line.contains("\"client.ip\":\"203.0.113.9\"")
                        && line.contains("\"bound_session.login.address\":\"127.0.0.1\"")
                        && line.contains(theft.required("X-Request-Id")));
    }

    @Test
    void isNotTakenFromAnybodyElse() {
        try (TomcatProcess cautious =
                base("cautious").jvm("-Dtrusted.proxies=192\\.0\\.2\\.1").start()) {
            Response answer = cautious.client("")
                    .send(Request.get("/health/live")
                            .header("X-Request-Id", ID)
                            .header("X-Forwarded-For", "192.0.2.1"));

            assertThat(answer.headers("X-Request-Id"))
                    .singleElement()
                    .asString()
                    .matches(FRESH);
        }
    }
}
