package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipFile;
import org.boundsession.guide.Guide;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

/**
 * An admin's own PostgreSQL tables in an unchanged WAR, as the guide says: a DataSource and a separate web.xml in
 * Tomcat's conf, the driver in Tomcat's lib.
 */
class RecordsDataSourceIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final int MAX_LOOKS = 50;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int TIMES = 10;

    private static PostgresServer postgres;
    private static TomcatProcess tomcat;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = PostgresServer.start();
        execute(
                "CREATE SCHEMA hr",
                "CREATE TABLE hr.staff (no bigint PRIMARY KEY, name text, pay numeric(10,2), since date)",
                "INSERT INTO hr.staff VALUES (7, 'Zoë Brontë', 4711.50, '2020-02-29'), (8, 'Ada', NULL, NULL)",
                "CREATE VIEW hr.clients AS SELECT 1 AS id, 'Example GmbH'::text AS company",
                "CREATE TABLE hr.ledger (booked timestamptz, amount numeric(12,2))",
                "INSERT INTO hr.ledger VALUES ('2026-01-31 10:15:00+00', 0.10)",
                "CREATE ROLE reader LOGIN PASSWORD 'change-me'",
                "GRANT USAGE ON SCHEMA hr TO reader",
                "GRANT SELECT ON ALL TABLES IN SCHEMA hr TO reader");
        tomcat = withOwnTables("own-tables")
                .conf("Catalina/localhost/bound-session.xml", ownContext("bound-session"))
                .war(war(), "bound-session")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (tomcat != null) {
            tomcat.close();
        }
        postgres.close();
    }

    @Test
    void servesOwnTables() {
        Client client = tomcat.client("/bound-session");
        String general = client.login("general", "general-password", SECRET).sessionId();
        String admin = client.login("admin", "admin-password", SECRET).sessionId();

        Response staff =
                client.send(Request.get("/getemployeedetails").cookie(general).secret(SECRET));
        Response second = client.send(Request.get("/getemployeedetails?offset=1&limit=1")
                .cookie(general)
                .secret(SECRET));
        Response clients =
                client.send(Request.get("/getcustomerdetails").cookie(general).secret(SECRET));
        Response ledger =
                client.send(Request.get("/getpaymentdetails").cookie(admin).secret(SECRET));
        Response denied =
                client.send(Request.get("/getpaymentdetails").cookie(general).secret(SECRET));

        assertThat(staff.body())
                .isEqualTo("{\"message\":\"Here you can find employee details\",\"employees\":["
                        + "{\"id\":7,\"full_name\":\"Zoë Brontë\",\"pay\":4711.50,\"since\":\"2020-02-29\"},"
                        + "{\"id\":8,\"full_name\":\"Ada\",\"pay\":null,\"since\":null}]}");
        assertThat(second.body()).contains("\"id\":8").doesNotContain("\"id\":7");
        assertThat(clients.body()).contains("\"customers\":[{\"id\":1,\"company\":\"Example GmbH\"}]");
        assertThat(ledger.body()).contains("\"payments\":[{\"booked\":\"2026-01-31T10:15:00Z\",\"amount\":0.10}]");
        assertThat(denied.status()).isEqualTo(403);
    }

    @Test
    void keepsWhatTheWarsOwnContextSays() {
        Client client = tomcat.client("/bound-session");
        String general = client.login("general", "general-password", SECRET).sessionId();

        Response refused =
                client.send(Request.get("/login").cookie(general).secret(SECRET).basic("admin", "wrong"));
        Response other =
                client.send(Request.get("/login").cookie(general).secret(SECRET).basic("admin", "admin-password"));
        Response before =
                client.send(Request.get("/getemployeedetails").cookie(general).secret(SECRET));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers("Set-Cookie")).isEmpty();
        assertThat(other.sessionId()).isNotEqualTo(general);
        assertThat(before.code()).isEqualTo("login_required");
    }

    @Test
    void saysUnavailableWhileTheDatabaseIsSilentAndRecovers() {
        Client client = tomcat.client("/bound-session");
        String session = client.login("general", "general-password", SECRET).sessionId();
        Request data = Request.get("/getemployeedetails").cookie(session).secret(SECRET);
        assertThat(client.send(data).status()).isEqualTo(200);

        postgres.pause();
        try {
            assertUnavailable(client, data);
            assertUnavailable(client, data);
            assertThat(client.send(Request.get("/login").cookie(session).secret(SECRET))
                            .customStatus())
                    .isEqualTo("A");
        } finally {
            postgres.resume();
        }

        assertThat(awaitOk(client, data).body()).contains("\"full_name\":\"Ada\"");
    }

    @Test
    void saysUnavailableWhileTheDatabaseIsDownAndRecovers() throws IOException, SQLException {
        Client client = tomcat.client("/bound-session");
        String session = client.login("general", "general-password", SECRET).sessionId();
        Request data = Request.get("/getemployeedetails").cookie(session).secret(SECRET);
        assertThat(client.send(data).status()).isEqualTo(200);

        postgres.shutDown();
        try {
            assertUnavailable(client, data);
        } finally {
            postgres.startAgain();
        }

        assertThat(awaitOk(client, data).body()).contains("\"full_name\":\"Ada\"");
        assertThat(tomcat.logs())
                .contains("The records of servlet EmployeesServlet cannot be read", "Connection to localhost")
                .doesNotContain("change-me");
    }

    @Test
    void leavesNothingBehindInTenRedeployments() {
        TomcatProcess.Base base = withOwnTables("redeploy-own-tables")
                .withoutAutoDeploy()
                .conf("Catalina/localhost/manager.xml", """
                        <Context docBase="${catalina.home}/webapps/manager" privileged="true"/>
                        """)
                .conf("used.xml", ownContext("used"));
        try (TomcatProcess other = base.start()) {
            Client manager = other.client("/manager/text");
            Client client = other.client("/used");
            for (int i = 0; i < TIMES; i++) {
                // Undeploying takes the context's file away; the command brings it back.
                assertThat(command(
                                manager,
                                "/deploy?path=/used&update=true&war=file:"
                                        + war().toUri().getRawPath()
                                        + "&config=file:"
                                        + base.directory()
                                                .resolve("conf/used.xml")
                                                .toUri()
                                                .getRawPath()))
                        .startsWith("OK");
                String session =
                        client.login("general", "general-password", SECRET).sessionId();
                assertThat(client.send(Request.get("/getemployeedetails")
                                        .cookie(session)
                                        .secret(SECRET))
                                .body())
                        .contains("Ada");
            }
            assertThat(leaksOnceThreadsHaveEnded(manager)).startsWith("OK").doesNotContain("/used");
            assertThat(command(manager, "/undeploy?path=/used")).startsWith("OK");

            assertThat(connections()).as("connections of pools that are closed").isZero();
            assertThat(other.logs())
                    .contains("/used")
                    .doesNotContain("memory leak")
                    .doesNotContain("failed to stop it")
                    .doesNotContain("failed to unregister")
                    .doesNotContain("SEVERE");
        }
    }

    @Test
    void doesNotStartOnWhatIsNoDataSource() {
        try (TomcatProcess refused = TomcatProcess.stock("no-datasource")
                .war(war(), "bound-session")
                .conf("Catalina/localhost/bound-session.xml", """
                        <Context>
                          <Environment name="jdbc/records" type="java.lang.String" value="jdbc:postgresql:hr"/>
                        </Context>
                        """)
                .start()) {
            Response response = refused.client("/bound-session").send(Request.get("/login"));

            assertThat(response.status()).isEqualTo(404);
            assertThat(refused.logs()).contains("JNDI jdbc/records: expected a javax.sql.DataSource");
        }
    }

    @Test
    void doesNotStartOnADataSourceThatCannotBeMade() {
        try (TomcatProcess refused = TomcatProcess.stock("broken-datasource")
                .war(war(), "bound-session")
                .conf("Catalina/localhost/bound-session.xml", """
                        <Context>
                          <Resource name="jdbc/records" type="javax.sql.DataSource" factory="no.such.Factory"/>
                        </Context>
                        """)
                .start()) {
            Response response = refused.client("/bound-session").send(Request.get("/login"));

            assertThat(response.status()).isEqualTo(404);
            assertThat(refused.logs()).contains("jdbc/records: the container could not create the DataSource");
        }
    }

    private static TomcatProcess.Base withOwnTables(String name) {
        return TomcatProcess.configured(name).lib(driver()).conf("bound-session-web.xml", ownWebXml());
    }

    /** The guide's, but for the database; the name is what the database sees of the application. */
    private static String ownContext(String name) {
        String server = postgres.jdbcUrl().replaceFirst("^jdbc:postgresql:", "").replaceFirst("\\?.*", "");
        return Guide.replaced(
                Guide.block("installing.md", "## Your own tables", "xml"),
                "//db.example.com:5432/hr?",
                server + "?ApplicationName=" + name + "&amp;",
                "password=\"…\"",
                "password=\"change-me\"");
    }

    /** The WAR's web.xml, with other queries. */
    private static String ownWebXml() {
        return Guide.replaced(
                webXml(),
                "SELECT * FROM employees ORDER BY id",
                "SELECT no AS id, name AS \"Full_Name\", pay, since FROM hr.staff ORDER BY no",
                "SELECT * FROM customers ORDER BY id",
                "SELECT * FROM hr.clients ORDER BY id; -- a view",
                "SELECT * FROM payments ORDER BY id",
                "SELECT * FROM hr.ledger ORDER BY booked");
    }

    private static String webXml() {
        try (ZipFile zip = new ZipFile(war().toFile());
                InputStream in = zip.getInputStream(zip.getEntry("WEB-INF/web.xml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path war() {
        return Path.of(System.getProperty("it.war")).toAbsolutePath();
    }

    /** The jar that Maven brought for the tests. */
    private static Path driver() {
        return Path.of(
                Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static void assertUnavailable(Client client, Request request) {
        Instant before = Instant.now();
        Response response = client.send(request);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.code()).isEqualTo("records_unavailable");
        assertThat(Integer.parseInt(response.required("Retry-After"))).isPositive();
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(response.body()).doesNotContainIgnoringCase("postgres", "sql", "connect", "timeout");
        // 3 s are promised; the machine that runs the test may be slow.
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    private static Response awaitOk(Client client, Request request) {
        Instant end = Instant.now().plusSeconds(20);
        Response response = client.send(request);
        while (response.status() == 503 && Instant.now().isBefore(end)) {
            response = client.send(request);
        }
        return response;
    }

    /** What a request has used may be collected a moment after it. */
    private static String leaksOnceThreadsHaveEnded(Client manager) {
        String leaks = command(manager, "/findleaks?statusLine=true");
        for (int i = 0; i < MAX_LOOKS && leaks.contains("/used"); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            leaks = command(manager, "/findleaks?statusLine=true");
        }
        return leaks;
    }

    private static String command(Client manager, String target) {
        return manager.send(Request.get(target).basic("arquillian", "arquillian"))
                .body();
    }

    private static int connections() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'reader' AND application_name = 'used'")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
