package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.guide.Guide;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.h2.Driver;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;

/** A Tomcat whose users are in a database, as the guide says, and the database goes down. */
class RealmOutageIT {

    private static final String DOCUMENT = "installing.md";
    private static final String HEADING = "### A database";

    private static final String SECRET = DeployedWar.SECRET;
    private static final int ATTEMPTS = 30;

    @Test
    void saysUnavailableWhileTheRealmIsDownAndCountsNothing() throws Exception {
        int port = TomcatProcess.freePort();
        String url = "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:users;DB_CLOSE_DELAY=-1";
        Server database = server(port);
        fill(url);
        try (TomcatProcess tomcat = TomcatProcess.configured("realm-outage")
                .war(Path.of(System.getProperty("it.war")), "ROOT")
                .lib(Path.of(Driver.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()))
                .conf("server.xml", serverXml(url))
                .start()) {
            Client client = tomcat.client("");
            assertThat(Calls.login(client).status()).isEqualTo(200);
            assertThat(client.login("general", "wrong", SECRET).status()).isEqualTo(401);

            database.stop();
            for (int i = 0; i < ATTEMPTS; i++) {
                Response unavailable = Calls.login(client);
                assertThat(unavailable.status()).isEqualTo(503);
                assertThat(unavailable.code()).isEqualTo("realm_unavailable");
                assertThat(unavailable.headers("Retry-After")).hasSize(1);
                assertThat(unavailable.headers("Set-Cookie")).isEmpty();
            }

            database = server(port);
            assertThat(Calls.login(client).status()).isEqualTo(200);
            assertThat(client.login("general", "wrong", SECRET).status()).isEqualTo(401);
        } finally {
            database.stop();
        }
    }

    private static Server server(int port) throws SQLException {
        return Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists")
                .start();
    }

    private static void fill(String url) throws SQLException, IOException {
        // Not by the DriverManager: other tests of this JVM unload the driver, as the application does when it stops.
        Properties user = new Properties();
        user.setProperty("user", "sa");
        user.setProperty("password", "");
        try (Connection connection = new Driver().connect(url, user);
                Statement statement = connection.createStatement()) {
            statement.execute(Guide.block(DOCUMENT, HEADING, "sql"));
            statement.execute("INSERT INTO users VALUES ('general', '" + digestOfGeneral() + "')");
            statement.execute("INSERT INTO user_roles VALUES ('general', 'general')");
        }
    }

    private static String digestOfGeneral() throws IOException {
        Matcher user = Pattern.compile("username=\"general\" password=\"([^\"]*)\"")
                .matcher(Files.readString(Path.of("src/it/src/test/tomcat/conf/tomcat-users.xml")));
        assertThat(user.find()).isTrue();
        return user.group(1);
    }

    private static String serverXml(String url) throws IOException {
        List<String> elements = Guide.blocks(DOCUMENT, HEADING, "xml");
        String resource = Guide.replaced(
                elements.get(0),
                "org.postgresql.Driver",
                "org.h2.Driver",
                "jdbc:postgresql://db.example.com:5432/users?connectTimeout=2&amp;loginTimeout=2&amp;socketTimeout=5",
                url,
                "username=\"realm\" password=\"…\"",
                "username=\"sa\" password=\"\"",
                "maxWaitMillis=\"2000\"",
                "maxWaitMillis=\"1000\"");
        return Files.readString(Path.of("tomcat-conf/server.xml"))
                .replaceFirst("(?s)<Realm .*</Realm>", Matcher.quoteReplacement(elements.get(1)))
                .replace("</GlobalNamingResources>", resource + "</GlobalNamingResources>");
    }
}
