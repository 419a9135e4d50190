package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two applications with the same session-secret and store, configured by environment variables. */
@Timeout(240)
class ApplicationsIT {

    private static final String SECRET = "the-client-holds-this";
    private static final String SECRET_OF_A = "the-secret-at-a";

    @Test
    void keepsApplicationsWithRealmsOfTheirOwnApartOnPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            cross(nodes);
        }
    }

    @Test
    void keepsApplicationsWithRealmsOfTheirOwnApartOnRedis() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            cross(nodes);
        }
    }

    private static void cross(Nodes nodes) {
        TomcatProcess.Base base = nodes.base("applications").env("BOUND_SESSION_SESSIONS_PER_USER", "1");
        withOwnRealm(base, "a", "general");
        withOwnRealm(base, "b", "general,admin");
        TomcatProcess node = nodes.start(base);
        Client a = node.client("/a");
        Client b = node.client("/b");

        String session = login(a, "a-password").sessionId();

        assertRefused(b, session);
        assertAlive(a, session);
        assertThat(b.send(Request.get("/login")
                                .basic("general", "wrong")
                                .cookie(session)
                                .secret(SECRET))
                        .code())
                .isEqualTo("credentials_invalid");
        assertThat(b.send(Request.get("/login")
                                .basic("general", "a-password")
                                .cookie(session)
                                .secret(SECRET))
                        .code())
                .isEqualTo("credentials_invalid");
        assertThat(b.send(Request.get("/login").cookie(session).secret(SECRET)).code())
                .isEqualTo("credentials_invalid");
        assertAlive(a, session);
        Response atB = b.send(Request.get("/login")
                .basic("general", "b-password")
                .cookie(session)
                .secret(SECRET));
        assertThat(atB.customStatus()).isEqualTo("N");
        assertAlive(a, session);
        assertAlive(b, atB.sessionId());
        assertRefused(a, atB.sessionId());

        // The quota of one session for a user counts each application by itself.
        String newest = login(b, "b-password").sessionId();
        assertThat(call(b, atB.sessionId(), SECRET).code()).isEqualTo("login_required");
        assertAlive(b, newest);
        assertAlive(a, session);
        node.close();
        assertThat(node.auditLog())
                .doesNotContain(
                        "possible_theft", "session_tampered", "session_replaced", "\"event.action\":\"logout\"");
    }

    private static void withOwnRealm(TomcatProcess.Base base, String name, String roles) {
        base.conf("users-of-" + name + ".xml", """
                <tomcat-users><user username="general" password="%s-password" roles="%s"/></tomcat-users>
                """.formatted(name, roles));
        base.conf("Catalina/localhost/" + name + ".xml", """
                <Context docBase="%s">
                  <Valve className="org.apache.catalina.authenticator.NonLoginAuthenticator"
                         changeSessionIdOnAuthentication="false" cache="false"/>
                  <Manager pathname=""/>
                  <Realm className="org.apache.catalina.realm.MemoryRealm" pathname="conf/users-of-%s.xml"/>
                </Context>
                """.formatted(
                        Path.of(System.getProperty("it.war")).toAbsolutePath(), name));
    }

    /** With the right and with a wrong secret, at every endpoint: it is no session there, and nothing happens to it. */
    private static void assertRefused(Client application, String session) {
        List<Response> answers = List.of(
                call(application, session, SECRET),
                call(application, session, "somebody-else-guesses"),
                application.send(
                        Request.get("/getpaymentdetails").cookie(session).secret(SECRET)),
                application.send(Request.post("/logout").cookie(session).secret(SECRET)),
                application.send(Request.post("/logout").cookie(session).secret("somebody-else-guesses")));
        assertThat(answers).extracting(Response::code).containsOnly("login_required");
        assertThat(answers)
                .flatExtracting(answer -> answer.headers("Set-Cookie"))
                .isEmpty();
    }

    private static void assertAlive(Client application, String session) {
        assertThat(call(application, session, SECRET).status()).isEqualTo(200);
    }

    private static Response call(Client application, String session, String secret) {
        return application.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(secret));
    }

    private static Response login(Client application, String password) {
        return application.send(Request.get("/login").basic("general", password).secret(SECRET));
    }

    @Test
    void servesRootAndAnotherPathFromOneJarInTheContainer() {
        TomcatProcess.Base base = TomcatProcess.configured("jar").war(Path.of(System.getProperty("it.war")), "ROOT");
        shareJar(base);
    }

    @Test
    void servesRootAndAnotherPathFromOneJarOnPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            shareJar(nodes.base("jar"));
        }
    }

    @Test
    void servesRootAndAnotherPathFromOneJarOnRedis() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Nodes nodes = Nodes.onRedis(redis.uri())) {
            shareJar(nodes.base("jar"));
        }
    }

    private static void shareJar(TomcatProcess.Base base) {
        base.war(Path.of(System.getProperty("it.war")), "a");
        String audit;
        try (TomcatProcess node = base.start()) {
            Client root = node.client("");
            Client a = node.client("/a");

            String atRoot = login(root, "general-password").sessionId();
            Response loginAtA = a.send(Request.get("/login")
                    .basic("general", "general-password")
                    .cookie(atRoot)
                    .secret(SECRET_OF_A));
            assertThat(loginAtA.customStatus()).isEqualTo("N");
            assertThat(loginAtA.required("Set-Cookie")).contains("Path=/a");
            String atA = loginAtA.sessionId();

            assertAlive(root, atRoot);
            for (String[] jar : new String[][] {{atA, atRoot}, {atRoot, atA}}) {
                assertThat(send(a, "GET", "/getemployeedetails?limit=1", SECRET_OF_A, jar)
                                .status())
                        .isEqualTo(200);
                assertThat(send(a, "GET", "/login", SECRET_OF_A, jar).customStatus())
                        .isEqualTo("A");
            }
            Response guess = send(a, "GET", "/getemployeedetails", "somebody-else-guesses", atA, atRoot);
            assertThat(guess.code()).isEqualTo("session_invalidated");
            assertThat(guess.required("Set-Cookie")).contains("Path=/a");
            assertAlive(root, atRoot);

            // A jar that dropped the cookie of /a, and one that has not.
            assertThat(send(a, "GET", "/getemployeedetails", SECRET_OF_A, atRoot)
                            .code())
                    .isEqualTo("login_required");
            assertThat(send(a, "GET", "/getemployeedetails", SECRET_OF_A, atA, atRoot)
                            .code())
                    .isEqualTo("login_required");
            assertThat(send(a, "POST", "/logout", SECRET_OF_A, atA, atRoot).code())
                    .isEqualTo("login_required");
            assertAlive(root, atRoot);
            String again = a.send(Request.get("/login")
                            .basic("general", "general-password")
                            .header("Cookie", "Session_ID=" + atA + "; Session_ID=" + atRoot)
                            .secret(SECRET_OF_A))
                    .sessionId();
            assertThat(send(a, "POST", "/logout", SECRET_OF_A, again, atRoot).status())
                    .isEqualTo(204);
            assertAlive(root, atRoot);
            node.close();
            audit = node.auditLog();
        }
        assertThat(audit.lines().filter(line -> line.contains("possible_theft")))
                .hasSize(1);
        assertThat(audit).doesNotContain("session_replaced", "session_tampered");
    }

    private static Response send(Client client, String method, String target, String secret, String... sessions) {
        Request request = method.equals("POST") ? Request.post(target) : Request.of(method, target);
        return client.send(request.header("Cookie", "Session_ID=" + String.join("; Session_ID=", sessions))
                .secret(secret));
    }
}
