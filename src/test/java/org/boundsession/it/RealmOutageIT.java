package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.servers.TomcatProcess;
import org.h2.Driver;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;

/** A Tomcat whose users are in a database, and the database goes down. */
class RealmOutageIT {

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
            statement.execute("CREATE TABLE accounts (name varchar(64), digest varchar(256))");
            statement.execute("CREATE TABLE account_roles (name varchar(64), role varchar(64))");
            statement.execute("INSERT INTO accounts VALUES ('general', '" + digestOfGeneral() + "')");
            statement.execute("INSERT INTO account_roles VALUES ('general', 'general')");
        }
    }

    private static String digestOfGeneral() throws IOException {
        Matcher user = Pattern.compile("username=\"general\" password=\"([^\"]*)\"")
                .matcher(Files.readString(Path.of("src/test/tomcat/conf/tomcat-users.xml")));
        assertThat(user.find()).isTrue();
        return user.group(1);
    }

    private static String serverXml(String url) throws IOException {
        String realm = """
                <Realm className="org.apache.catalina.realm.DataSourceRealm" dataSourceName="jdbc/users"
                       userTable="accounts" userNameCol="name" userCredCol="digest"
                       userRoleTable="account_roles" roleNameCol="role">""";
        String resource = """
                <Resource name="jdbc/users" auth="Container" type="javax.sql.DataSource"
                          driverClassName="org.h2.Driver" url="%s" username="sa" password=""
                          maxWaitMillis="1000"/>
                </GlobalNamingResources>""".formatted(url);
        return Files.readString(Path.of("tomcat-conf/server.xml"))
                .replace(
                        "<Realm className=\"org.apache.catalina.realm.UserDatabaseRealm\" resourceName=\"UserDatabase\">",
                        realm)
                .replace("</GlobalNamingResources>", resource);
    }
}
