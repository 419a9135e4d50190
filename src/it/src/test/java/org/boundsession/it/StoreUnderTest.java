package org.boundsession.it;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.boundsession.servers.MariaDbServer;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.RedisServer;

/**
 * The store of the test suite, selected by the system property {@code it.store}; its server runs as long as the tests.
 */
final class StoreUnderTest {

    static final String SESSION_SECRET = "a-session-secret-for-the-tests-only";

    private static UnaryOperator<String> webXml;

    private StoreUnderTest() {}

    static boolean isContainer() {
        return name().equals("container");
    }

    private static String name() {
        return System.getProperty("it.store", "container");
    }

    /** The change to web.xml that leads there. */
    static synchronized UnaryOperator<String> webXml() {
        if (webXml == null) {
            webXml = switch (name()) {
                case "h2" -> jdbc("", "", "");
                case "postgres" -> postgres();
                case "mariadb" -> mariaDb();
                case "redis" -> redis();
                default -> throw new IllegalArgumentException("it.store: " + name());
            };
        }
        return webXml;
    }

    private static UnaryOperator<String> postgres() {
        try {
            PostgresServer server = PostgresServer.start();
            closeAtEnd(server);
            return jdbc(server.jdbcUrl().replaceAll("\\?.*", ""), server.user(), server.password());
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UnaryOperator<String> mariaDb() {
        try {
            MariaDbServer server = MariaDbServer.start();
            closeAtEnd(server);
            return jdbc(server.jdbcUrl(), server.user(), server.password());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UnaryOperator<String> redis() {
        try {
            RedisServer server = RedisServer.start();
            closeAtEnd(server);
            return Wars.all(
                    Wars.parameter("store", "redis"),
                    Wars.parameter("session-secret", SESSION_SECRET),
                    Wars.parameter("redis-uri", server.uri()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void closeAtEnd(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private static UnaryOperator<String> jdbc(String url, String user, String password) {
        return Wars.all(
                Wars.parameter("store", "jdbc"),
                Wars.parameter("session-secret", SESSION_SECRET),
                Wars.parameter("jdbc-url", url),
                Wars.parameter("jdbc-user", user),
                Wars.parameter("jdbc-password", password));
    }
}
