package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Failed logins and the audit log, in a Tomcat behind a trusted proxy, which is the test itself. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class ThrottleIT {

    private static final String SECRET = DeployedWar.SECRET;

    private static final int FLOOD = 100_000;
    private static final int FLOOD_CONNECTIONS = 16;

    private static TomcatProcess tomcat;
    private static Client client;

    @BeforeAll
    static void start() {
        tomcat = TomcatProcess.configured("throttle")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .start();
        client = tomcat.client("");
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @Test
    void throttlesUserAtOneAddressAndNowhereElse() {
        String live =
                client.send(login("203.0.113.1", "general", "general-password")).sessionId();

        Response tenth = Stream.generate(() -> client.send(login("203.0.113.1", "general", "wrong")))
                .limit(10)
                .reduce((first, second) -> second)
                .orElseThrow();
        Response eleventh = client.send(login("203.0.113.1", "general", "wrong"));
        Response rightPassword = client.send(login("203.0.113.1", "general", "general-password"));
        Response elsewhere = client.send(login("203.0.113.2", "general", "general-password"));
        Response otherUser = client.send(login("203.0.113.1", "admin", "admin-password"));
        Response guarded = client.send(
                Request.get("/getemployeedetails?limit=1").cookie(live).secret(SECRET));
        Response again = client.send(Request.get("/login").cookie(live).secret(SECRET));

        assertThat(tenth.code()).isEqualTo("credentials_invalid");
        assertThat(eleventh.status()).isEqualTo(429);
        assertThat(eleventh.code()).isEqualTo("too_many_attempts");
        assertThat(Integer.parseInt(eleventh.required("Retry-After"))).isBetween(1, 120);
        assertThat(eleventh.headers("Set-Cookie")).isEmpty();
        assertThat(rightPassword.status()).isEqualTo(429);
        assertThat(elsewhere.customStatus()).isEqualTo("N");
        assertThat(otherUser.customStatus()).isEqualTo("N");
        assertThat(guarded.status()).isEqualTo(200);
        assertThat(again.customStatus()).isEqualTo("A");
    }

    @Test
    void throttlesAnAddressThatTriesManyUsers() {
        for (int i = 0; i < 100; i++) {
            Response response = i % 2 == 0
                    ? client.send(login("203.0.113.3", "user" + i, "wrong"))
                    : client.send(Request.get("/login")
                            .secret(SECRET)
                            .header("X-Forwarded-For", "203.0.113.3")
                            .header("Authorization", "Basic malformed" + i));
            assertThat(response.code()).isEqualTo("credentials_invalid");
        }

        assertThat(client.send(login("203.0.113.3", "general", "general-password"))
                        .status())
                .isEqualTo(429);
        assertThat(client.send(Request.get("/login").secret(SECRET).header("X-Forwarded-For", "203.0.113.3"))
                        .code())
                .as("a request without Authorization tries nothing")
                .isEqualTo("credentials_invalid");
    }

    @Test
    void doesNotBelieveParallelAttemptsToBeFewer() {
        List<Response> answers = Parallel.run(24, i -> client.send(login("203.0.113.4", "general", "guess" + i)));

        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(10);
        assertThat(answers).extracting(Response::status).containsOnly(401, 429);
        assertThat(client.send(login("203.0.113.4", "general", "general-password"))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void countsPortsThatAGatewayAddsForOneAddress() {
        for (int i = 0; i < 10; i++) {
            String address = i % 2 == 0 ? "203.0.113.6:4000" + i : "::ffff:203.0.113.6";
            assertThat(client.send(login(address, "general", "wrong" + i)).status())
                    .isEqualTo(401);
        }

        assertThat(client.send(login("203.0.113.6:50000", "general", "general-password"))
                        .status())
                .isEqualTo(429);
        assertThat(client.send(login("203.0.113.7:50000", "general", "general-password"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void countsAddressesInBracketsByTheirNetwork() {
        for (int i = 0; i < 10; i++) {
            String address = "[2001:db8:6::%d]:4000%d".formatted(i, i);
            assertThat(client.send(login(address, "general", "wrong" + i)).status())
                    .isEqualTo(401);
        }

        assertThat(client.send(login("2001:db8:6::ffff", "general", "general-password"))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void countsSpellingsOfOneName() {
        String[] spellings = {"general", "GENERAL", "General ", " general"};
        for (int i = 0; i < 10; i++) {
            assertThat(client.send(login("203.0.113.8", spellings[i % 4], "wrong" + i))
                            .status())
                    .isEqualTo(401);
        }

        assertThat(client.send(login("203.0.113.8", "general", "general-password"))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void keepsCountersDuringAFloodOfInventedNetworks() throws Exception {
        for (int i = 0; i < 10; i++) {
            client.send(login("2001:db8:9::1", "general", "wrong" + i));
        }

        Parallel.run(FLOOD_CONNECTIONS, i -> {
            try (Client.Connection connection = client.connect()) {
                for (int n = i; n < FLOOD; n += FLOOD_CONNECTIONS) {
                    connection.send(Request.get("/login")
                            .secret(SECRET)
                            .header("Authorization", "Basic malformed")
                            .header("X-Forwarded-For", "2001:db8:%x:%x::1".formatted(0xa000 + n / 256, n % 256)));
                }
                return true;
            }
        });

        assertThat(client.send(login("2001:db8:9::1", "general", "general-password"))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void zWritesEachEventAsOneLineIntoTheAuditFile() {
        String address = "203.0.113.5";
        String session =
                client.send(login(address, "general", "general-password")).sessionId();
        client.send(login(address + ":40001", "mallory", "wrong"));
        client.send(
                Request.get("/getpaymentdetails").cookie(session).secret(SECRET).header("X-Forwarded-For", address));
        client.send(Request.get("/getemployeedetails")
                .cookie(session)
                .secret("another-secret")
                .header("X-Forwarded-For", address));
        String second = client.send(login(address, "admin", "admin-password")).sessionId();
        client.send(Request.post("/logout").cookie(second).secret(SECRET).header("X-Forwarded-For", address));
        tomcat.close();

        String audit = tomcat.auditLog();
        assertThat(audit.lines().filter(line -> line.contains(address)))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("login_granted", "\"user.name\":\"general\"", "\"session.id\":\""),
                        line -> assertThat(line)
                                .contains("login_refused", "\"user.name\":\"mallory\"", "\"" + address + "\""),
                        line -> assertThat(line).contains("access_denied", "the role admin is missing"),
                        line -> assertThat(line).contains("possible_theft", "\"user.name\":\"general\""),
                        line -> assertThat(line).contains("login_granted", "\"user.name\":\"admin\""),
                        line -> assertThat(line).contains("logout", "\"user.name\":\"admin\""));
        assertThat(audit).contains("login_throttled").doesNotContain(session, second, "another-secret", SECRET);
        assertThat(audit.lines()).allMatch(line -> line.startsWith("{\"@timestamp\":\"20") && line.endsWith("}"));
    }

    private static Request login(String address, String user, String password) {
        return Request.get("/login").basic(user, password).secret(SECRET).header("X-Forwarded-For", address);
    }
}
