package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Before a stop, a node drains: by HTTP, or over a JMX connection to its process. */
class DrainIT {

    private static final String SECRET = DeployedWar.SECRET;
    private static final Request READY = Request.get("/health/ready");

    private static TomcatProcess tomcat;
    private static Client client;
    private static JMXConnector connector;
    private static Operations operations;

    /** As a JMX client without a class of the application sees the MBean. */
    public interface Operations {
        long getActiveSessions();

        long getLoginsGranted();

        long getLoginsRefused();

        long getPossibleThefts();

        long getHashingWaiting();

        boolean isStoreUp();

        boolean isDraining();

        void drain();

        void undrain();

        CompositeData[] list(String user, int limit, String after);

        boolean revoke(String handle);

        long revokeUser(String user);
    }

    @BeforeAll
    @SuppressWarnings("BanJNDI") // the address is that of the server that this test has started
    static void start() throws Exception {
        int jmx = TomcatProcess.freePort();
        TomcatProcess.Base base = TomcatProcess.configured("drain")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .jvm("-Dcom.sun.management.jmxremote.host=127.0.0.1")
                .jvm("-Dcom.sun.management.jmxremote.port=" + jmx)
                .jvm("-Dcom.sun.management.jmxremote.rmi.port=" + jmx)
                .jvm("-Dcom.sun.management.jmxremote.authenticate=false")
                .jvm("-Dcom.sun.management.jmxremote.ssl=false")
                .jvm("-Djava.rmi.server.hostname=127.0.0.1");
        tomcat = base.start();
        client = tomcat.client("");
        connector = JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmx + "/jmxrmi"));
        operations = JMX.newMBeanProxy(
                connector.getMBeanServerConnection(),
                new ObjectName("org.boundsession:type=BoundSession,application=\"/\""),
                Operations.class);
    }

    @AfterAll
    static void stop() throws IOException {
        if (connector != null) {
            connector.close();
        }
        if (tomcat != null) {
            tomcat.close();
        }
    }

    @AfterEach
    void undrain() {
        operations.undrain();
    }

    @Test
    void tellsTheChecksOfAReadyNode() {
        Response ready = client.send(READY);
        Response live = client.send(Request.get("/health/live"));

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body())
                .startsWith("{\"status\":\"UP\",\"checks\":[")
                .contains(
                        "{\"name\":\"store\",\"status\":\"UP\",\"data\":{\"kind\":\"container\"}}",
                        "{\"name\":\"lane\",\"status\":\"UP\",\"data\":{\"running\":0,\"waiting\":0}}",
                        "{\"name\":\"clock\",\"status\":\"UP\",\"data\":{\"skewed\":false}}",
                        "{\"name\":\"records\",\"status\":\"UP\",\"data\":{\"readable\":true,\"source\":\"sample\"}}")
                .doesNotContain("warnings");
        assertThat(live.body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
    }

    @Test
    void servesEverythingButIsNotReady() {
        String session = open("general");
        operations.drain();

        Response ready = client.send(READY);
        Response data = client.send(
                Request.get("/getemployeedetails?limit=1").cookie(session).secret(SECRET));
        assertThat(operations.isDraining()).isTrue();
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.code()).isEqualTo("draining");
        assertThat(ready.required("Retry-After")).isEqualTo("5");
        assertThat(ready.body())
                .contains("\"status\":\"DOWN\",\"checks\":[", "{\"name\":\"drain\",\"status\":\"DOWN\"");
        assertThat(data.status()).isEqualTo(200);
        assertThat(client.login("general", "general-password", SECRET).customStatus())
                .isEqualTo("N");
        assertThat(client.send(Request.get("/health/live")).status()).isEqualTo(200);

        operations.undrain();
        assertThat(client.send(READY).status()).isEqualTo(200);
    }

    @Test
    void drainsForTheRoleSessionAdminOnly() {
        Request drain = Request.post("/admin/drain").secret(SECRET);
        String general = open("general");
        String operator = open("operator");

        assertThat(client.send(drain).code()).isEqualTo("login_required");
        assertThat(client.send(drain.cookie(general)).code()).isEqualTo("access_denied");
        assertThat(client.send(Request.get("/admin/drain").cookie(operator).secret(SECRET))
                        .status())
                .isEqualTo(405);
        assertThat(client.send(READY).status()).isEqualTo(200);

        Response drained = client.send(drain.cookie(operator));
        assertThat(drained.status()).isEqualTo(200);
        assertThat(drained.body()).isEqualTo("{\"draining\":true}");
        assertThat(client.send(READY).status()).isEqualTo(503);

        Response ended = client.send(
                Request.of("DELETE", "/admin/drain").cookie(operator).secret(SECRET));
        assertThat(ended.body()).isEqualTo("{\"draining\":false}");
        assertThat(client.send(READY).status()).isEqualTo(200);
    }

    /** A foreign page sends the cookie, but not the header with the secret. */
    @Test
    void doesNotDrainForAForeignPage() {
        String operator = open("operator");

        Response response = client.send(Request.post("/admin/drain").cookie(operator));

        assertThat(response.status()).isEqualTo(401);
        assertThat(operations.isDraining()).isFalse();
    }

    @Test
    void showsTheFigures() {
        long granted = operations.getLoginsGranted();
        long refused = operations.getLoginsRefused();
        long thefts = operations.getPossibleThefts();
        long active = operations.getActiveSessions();

        String session = open("general");
        client.login("general", "wrong", SECRET);
        assertThat(operations.getActiveSessions()).isEqualTo(active + 1);
        client.send(Request.get("/getemployeedetails").cookie(session).secret("another-secret"));

        assertThat(operations.getLoginsGranted()).isEqualTo(granted + 1);
        assertThat(operations.getLoginsRefused()).isEqualTo(refused + 1);
        assertThat(operations.getPossibleThefts()).isEqualTo(thefts + 1);
        assertThat(operations.getActiveSessions()).isEqualTo(active);
        assertThat(operations.getHashingWaiting()).isZero();
        assertThat(operations.isStoreUp()).isTrue();
    }

    @Test
    void listsAndRevokesSessions() {
        operations.revokeUser("general");
        String first = open("general");
        String second = open("general");
        String admin = open("admin");

        CompositeData[] page = operations.list("general", 1, "");
        CompositeData[] next = operations.list("general", 1, (String) page[0].get("position"));
        assertThat(page).hasSize(1);
        assertThat(next).hasSize(1);
        assertThat(page[0].get("user")).isEqualTo("general");
        assertThat((String[]) page[0].get("roles")).containsExactly("general");
        assertThat(page[0].get("client")).isEqualTo("127.0.0.1");
        assertThat(page[0].toString()).doesNotContain(first, second, SECRET);
        assertThat(next[0].get("handle")).isNotEqualTo(page[0].get("handle"));

        assertThat(operations.revoke((String) page[0].get("handle"))).isTrue();
        assertThat(operations.revoke((String) page[0].get("handle"))).isFalse();
        assertThat(operations.revoke("nonsense")).isFalse();
        assertThat(Stream.of(first, second).filter(this::isLive)).hasSize(1);

        assertThat(operations.revokeUser("general")).isEqualTo(1);
        assertThat(Stream.of(first, second)).noneMatch(this::isLive);
        assertThat(isLive(admin)).isTrue();
        assertThatThrownBy(() -> operations.list("", 0, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> operations.list("", 1, "nonsense")).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean isLive(String session) {
        return client.send(Request.get("/login").cookie(session).secret(SECRET)).status() == 200;
    }

    private static String open(String user) {
        return client.login(user, user + "-password", SECRET).sessionId();
    }
}
