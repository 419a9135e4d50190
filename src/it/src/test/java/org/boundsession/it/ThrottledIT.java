package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator sees of throttled logins, and how it lifts them. The test is the trusted proxy. */
class ThrottledIT {

    private static final String SECRET = DeployedWar.SECRET;

    private static TomcatProcess tomcat;
    private static Client client;
    private static String admin;

    @BeforeAll
    static void start() throws IOException {
        String users = Files.readString(Path.of("src/it/src/test/tomcat/conf/tomcat-users.xml"));
        tomcat = TomcatProcess.configured("throttled")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .conf("tomcat-users.xml", users.replace("\"general,admin\"", "\"session-admin\""))
                .start();
        client = tomcat.client("");
        admin = client.login("both", "both-password", SECRET).sessionId();
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @Test
    void listsAUserWhoIsBlockedAndLiftsIt() {
        block("203.0.113.1", "Gen\"eral");

        Response listed = asAdmin("GET", "/admin/throttled");
        Response head = asAdmin("HEAD", "/admin/throttled");
        Response lifted = asAdmin("DELETE", "/admin/throttled?address=203.0.113.1&user=gen%22eral");
        Response again = asAdmin("DELETE", "/admin/throttled?user=gen%22eral&address=203.0.113.1");

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.required("Cache-Control")).isEqualTo("no-store");
        assertThat(listed.body())
                .matches(".*\\{\"address\":\"203.0.113.1\",\"user\":\"gen\\\\\"eral\",\"failures\":10,"
                        + "\"retry_after_seconds\":1[012][0-9]}.*");
        assertThat(head.status()).isEqualTo(200);
        assertThat(lifted.status()).isEqualTo(200);
        assertThat(lifted.body()).isEqualTo("{\"lifted\":1}");
        assertThat(again.body()).isEqualTo("{\"lifted\":0}");
        assertThat(attempt("203.0.113.1", "Gen\"eral").status()).isEqualTo(401);
        assertThat(asAdmin("GET", "/admin/throttled").body()).doesNotContain("gen\\\"eral");
        assertThat(tomcat.auditLog())
                .containsPattern("throttle_lifted.*\"both\".*logins from 203.0.113.1 are allowed again for gen");
    }

    @Test
    void liftsANetworkAsItIsListed() {
        block("2001:db8:1:2::1", "general");
        assertThat(asAdmin("GET", "/admin/throttled").body()).contains("\"2001:db8:1:2::/64\"");

        Response lifted = asAdmin("DELETE", "/admin/throttled?address=2001:db8:1:2::%2F64");

        assertThat(lifted.body()).isEqualTo("{\"lifted\":1}");
        assertThat(attempt("2001:db8:1:2::ffff", "general").status()).isEqualTo(401);
    }

    /** Half a character of a name would make a list that cannot be written. */
    @Test
    void listsAndLiftsALongName() {
        String start = "n".repeat(63);
        block("203.0.113.9", start + "\uD83D\uDE00 and more");

        Response listed = asAdmin("GET", "/admin/throttled");
        Response lifted = asAdmin("DELETE", "/admin/throttled?address=203.0.113.9&user=" + start);

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body()).contains("\"" + start + "\"");
        assertThat(lifted.body()).isEqualTo("{\"lifted\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?address=",
                "?address=%zz",
                "?user=general",
                "?address=192.0.2.1&address=192.0.2.2",
                "?address=192.0.2.1&user=a&user=b",
                "?address=192.0.2.1&user=",
                "?address=192.0.2.1&usr=x",
                "?address=foo",
                "?address=192.0.2.1/24",
                "?address=2001:db8::/47"
            })
    void refusesToLiftWithoutOneAddress(String query) {
        Response refused = asAdmin("DELETE", "/admin/throttled" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("parameter_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void refusesUsersWithoutTheRole(String method) {
        block("203.0.113.2", "nobody");
        String session = client.login("admin", "admin-password", SECRET).sessionId();
        Request request = Request.of(method, "/admin/throttled?address=203.0.113.2");

        Response stranger = client.send(request);
        Response thief = client.send(request.cookie(admin));
        Response otherRole = client.send(request.cookie(session).secret(SECRET));

        assertThat(stranger.code()).isEqualTo("login_required");
        assertThat(thief.code()).isEqualTo("login_required");
        assertThat(otherRole.status()).isEqualTo(403);
        assertThat(otherRole.code()).isEqualTo("access_denied");
        assertThat(attempt("203.0.113.2", "nobody").status()).isEqualTo(429);
    }

    @Test
    void refusesOtherMethods() {
        Response post = asAdmin("POST", "/admin/throttled?address=203.0.113.3");

        assertThat(post.status()).isEqualTo(405);
        assertThat(post.required("Allow")).isEqualTo("GET, HEAD, DELETE");
    }

    private static Response asAdmin(String method, String target) {
        return client.send(Request.of(method, target).cookie(admin).secret(SECRET));
    }

    private static void block(String address, String user) {
        for (int i = 0; i < 10; i++) {
            attempt(address, user);
        }
        assertThat(attempt(address, user).status()).isEqualTo(429);
    }

    private static Response attempt(String address, String user) {
        return client.send(
                Request.get("/login").basic(user, "wrong").secret(SECRET).header("X-Forwarded-For", address));
    }
}
