package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics, as a monitoring system reads them from Tomcat with the project's own configuration. */
class MetricsIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final String TOKEN = "a-token.of_the~tests+/1234==";
    private static final Request METRICS = Request.get("/metrics");
    private static final String GRANTED = "bound_session_logins_total{outcome=\"granted\"}";
    private static final String VALID = "bound_session_checks_total{binding=\"secret\",outcome=\"valid\"}";
    private static final int ANSWERS = 5;
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static TomcatProcess tomcat;
    private static Client client;

    @BeforeAll
    static void start() {
        tomcat = TomcatProcess.configured("metrics")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .env("BOUND_SESSION_METRICS_TOKEN", TOKEN)
                .start();
        client = tomcat.client("");
    }

    @AfterAll
    static void stop() {
        if (tomcat != null) {
            tomcat.close();
        }
    }

    @Test
    void areOpenToThisMachine() {
        Response response = client.send(METRICS);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Content-Type")).isEqualTo("text/plain;version=0.0.4;charset=utf-8");
        assertThat(response.required("Cache-Control")).isEqualTo("no-store");
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(response.body().lines())
                .contains("# TYPE bound_session_logins_total counter", "bound_session_store_up 1.0");
        assertThat(response.body()).containsPattern("bound_session_build_info\\{java=\"\\d.*,store=\"container\",");
    }

    @Test
    void answerHeadWithoutABody() {
        Response response = client.send(Request.of("HEAD", "/metrics"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void allowNoOtherMethod() {
        Response response = client.send(Request.post("/metrics"));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.required("Allow")).isEqualTo("GET, HEAD");
    }

    /** Tomcat trusts 127.0.0.1 as a proxy, so the client is the address that the header names. */
    @Test
    void areClosedToWhatAProxyForwards() {
        assertThatIsRefused(client.send(METRICS.header("X-Forwarded-For", "203.0.113.9")));
        assertThatIsRefused(client.send(METRICS.header("X-Forwarded-For", "127.0.0.1, 203.0.113.9")));
        assertThatIsRefused(client.send(METRICS.header("Forwarded", "for=127.0.0.1")));
    }

    @Test
    void areOpenToOthersWithTheToken() {
        Request forwarded = METRICS.header("X-Forwarded-For", "203.0.113.9");

        assertThat(client.send(forwarded.header("Authorization", "Bearer " + TOKEN))
                        .status())
                .isEqualTo(200);
        Response wrong = client.send(forwarded.header("Authorization", "Bearer " + TOKEN + "="));
        assertThatIsRefused(wrong);
        assertThat(wrong.required("WWW-Authenticate")).endsWith(", error=\"invalid_token\"");
        assertThatIsRefused(client.send(forwarded.header("Authorization", "Basic " + TOKEN)));
        assertThatIsRefused(client.send(
                forwarded.header("Authorization", "Bearer " + TOKEN).header("Authorization", "Bearer " + TOKEN)));
    }

    private static void assertThatIsRefused(Response response) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.code()).isEqualTo("token_required");
        assertThat(response.required("WWW-Authenticate")).startsWith("Bearer realm=\"bound-session\"");
        assertThat(response.body()).doesNotContain("bound_session_");
    }

    /** A request with a body is dispatched a second time when the body has been dropped. */
    @Test
    void countLoginsChecksAndRequestsOnce() throws IOException {
        double granted = value(GRANTED);
        double valid = value(VALID);
        double thefts = value("bound_session_possible_thefts_total");
        double active = value("bound_session_active_sessions");
        double served = value(requests("EmployeesServlet", 200));

        String session = client.login("general", "general-password", SECRET).sessionId();
        Request data = Request.get("/getemployeedetails?limit=1").cookie(session);
        client.send(data.secret(SECRET));
        try (Client.Connection connection = client.connect()) {
            connection.send(data.secret(SECRET).header("Content-Length", "2"), new byte[2]);
        }
        awaitValue("bound_session_active_sessions", active + 1);
        client.send(data);
        client.send(data.secret("another-secret"));

        awaitValue(GRANTED, granted + 1);
        awaitValue(VALID, valid + 2);
        awaitValue("bound_session_possible_thefts_total", thefts + 1);
        awaitValue("bound_session_active_sessions", active);
        awaitValue(requests("EmployeesServlet", 200), served + 2);
        assertThat(value("bound_session_hashing_seconds_count")).isPositive();
    }

    /** Records of more than a few kB are sent asynchronously. */
    @Test
    void countAnAsynchronousAnswerOnce() {
        String session = client.login("general", "general-password", SECRET).sessionId();
        double before = value(requests("CustomersServlet", 200));

        for (int i = 0; i < ANSWERS; i++) {
            Response response = client.send(Request.get("/getcustomerdetails?limit=1000")
                    .cookie(session)
                    .secret(SECRET));
            assertThat(response.status()).isEqualTo(200);
        }

        awaitValue(requests("CustomersServlet", 200), before + ANSWERS);
    }

    @Test
    void nameNoUserSessionOrAddress() {
        Response login = client.login("general", "general-password", SECRET);
        client.login("mallory", "wrong", SECRET);
        client.send(Request.get("/path-of-a-stranger?query-of-a-stranger"));

        assertThat(client.send(METRICS).body())
                .doesNotContain("mallory", "\"general\"", "127.0.0.1", login.sessionId(), "of-a-stranger", TOKEN);
        assertThat(tomcat.logs()).doesNotContain(TOKEN);
    }

    @Test
    void passTheLinterOfPrometheus() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(PROMTOOL) || "true".equals(System.getenv("CI")),
                "the metrics are NOT linted: promtool is not installed");
        client.login("general", "general-password", SECRET);

        assertThat(promtool(client.send(METRICS).body())).isEmpty();
        assertThat(promtool("nothing_total{\n")).isNotEmpty();
    }

    private static String promtool(String metrics) throws IOException, InterruptedException {
        Process lint = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        lint.getOutputStream().write(metrics.getBytes(StandardCharsets.UTF_8));
        lint.getOutputStream().close();
        String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lint.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said + (lint.exitValue() == 0 ? "" : " exit status " + lint.exitValue());
    }

    private static String requests(String endpoint, int status) {
        return "bound_session_http_requests_seconds_count{endpoint=\"" + endpoint + "\",status=\"" + status + "\"}";
    }

    /** A client may have the response before the server has counted it. */
    private static void awaitValue(String series, double expected) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (value(series) < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(value(series)).as(series).isEqualTo(expected);
    }

    /** The value of a series; 0 if there is none yet. */
    private static double value(String series) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$")
                .matcher(client.send(METRICS).body());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }
}
