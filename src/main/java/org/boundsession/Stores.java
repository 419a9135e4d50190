package org.boundsession;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.jdbc.JdbcSessionStore;
import org.boundsession.store.jdbc.SessionDatabase;
import org.boundsession.store.redis.RedisSessionStore;
import org.jspecify.annotations.Nullable;

/** Opens the store that the settings name. */
final class Stores {

    /** The system properties with the base directory of Tomcat, Jetty and WildFly. */
    private static final List<String> BASES = List.of("catalina.base", "jetty.base", "jboss.server.data.dir");

    private static final int MAX_NAME_LENGTH = 100;
    private static final int DIGITS_OF_NAME = 16;

    private Stores() {}

    /**
     * Opens the store; empty if sessions live in the container.
     *
     * @param closedAtStop receives further resources, which must be closed after the store
     */
    static Optional<SessionStore> open(
            Settings settings, ServletContext context, Clock clock, Consumer<AutoCloseable> closedAtStop) {
        StoreSettings store = settings.store();
        return switch (store.kind()) {
            case CONTAINER -> Optional.empty();
            case JDBC -> Optional.of(jdbc(settings, context, clock, closedAtStop));
            case REDIS ->
                Optional.of(new RedisSessionStore(store.redisUri(), settings.application(), store.timeout(), clock));
        };
    }

    private static SessionStore jdbc(
            Settings settings, ServletContext context, Clock clock, Consumer<AutoCloseable> closedAtStop) {
        DataSource dataSource = Naming.dataSource("jdbc/sessions").orElseGet(() -> {
            SessionDatabase database = database(settings, context);
            closedAtStop.accept(database);
            return database.dataSource();
        });
        JdbcSessionStore store = new JdbcSessionStore(
                dataSource, settings.application(), settings.store().timeout(), clock);
        try {
            store.ensureSchema();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    private static SessionDatabase database(Settings settings, ServletContext context) {
        StoreSettings store = settings.store();
        return store.jdbcUrl()
                .map(url -> SessionDatabase.at(url, store.jdbcUser(), store.jdbcPassword(), store.timeout()))
                .orElseGet(() -> SessionDatabase.embedded(file(settings, context), store.timeout()));
    }

    /** One file for each application and virtual host, because only one process can open an H2 file. */
    private static Path file(Settings settings, ServletContext context) {
        String base = BASES.stream()
                .map(System::getProperty)
                .filter(directory -> directory != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "bound-session.jdbc-url: required for store=jdbc without a DataSource jdbc/sessions in JNDI, because this"
                                + " container has no base directory for an H2 file"));
        return Path.of(base, "bound-session", fileName(context.getVirtualServerName(), settings.application()));
    }

    /** A readable name, and a digest that keeps apart names which look the same in a file system. */
    static String fileName(@Nullable String virtualServer, String application) {
        String name = virtualServer + " " + application;
        String readable = name.replaceAll("[^A-Za-z0-9.-]+", "_");
        return readable.substring(0, Math.min(MAX_NAME_LENGTH, readable.length())) + "-"
                + SessionKey.of(name).hex().substring(0, DIGITS_OF_NAME);
    }
}
