package org.boundsession;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.boundsession.store.SessionStore;
import org.boundsession.store.jdbc.JdbcSessionStore;
import org.boundsession.store.jdbc.SessionDatabase;
import org.boundsession.store.redis.RedisSessionStore;

/** Opens the store that the settings name. */
final class Stores {

    /** Where a container keeps what is its own: Tomcat, Jetty, WildFly. */
    private static final List<String> BASES = List.of("catalina.base", "jetty.base", "jboss.server.data.dir");

    private Stores() {}

    /**
     * Empty where sessions live in the container.
     *
     * @param closedAtStop is given what else has to be closed, to be closed after the store
     */
    static Optional<SessionStore> open(
            StoreSettings settings, ServletContext context, Clock clock, Consumer<AutoCloseable> closedAtStop) {
        return switch (settings.kind()) {
            case CONTAINER -> Optional.empty();
            case JDBC -> {
                DataSource dataSource = Naming.dataSource("jdbc/sessions").orElseGet(() -> {
                    SessionDatabase database = database(settings, context);
                    closedAtStop.accept(database);
                    return database.dataSource();
                });
                yield Optional.of(new JdbcSessionStore(dataSource, settings.timeout(), clock));
            }
            case REDIS -> Optional.of(new RedisSessionStore(settings.redisUri(), settings.timeout(), clock));
        };
    }

    private static SessionDatabase database(StoreSettings settings, ServletContext context) {
        if (settings.jdbcUrl().isPresent()) {
            return SessionDatabase.at(
                    settings.jdbcUrl().get(), settings.jdbcUser(), settings.jdbcPassword(), settings.timeout());
        }
        return SessionDatabase.embedded(file(context), settings.timeout());
    }

    /** One for each application: an H2 file has one owner. */
    private static Path file(ServletContext context) {
        String base = BASES.stream()
                .map(System::getProperty)
                .filter(directory -> directory != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "bound-session.jdbc-url: expected, because this container names no directory of its own"));
        String name = context.getContextPath().isEmpty()
                ? "ROOT"
                : context.getContextPath().substring(1);
        return Path.of(base, "bound-session", name.replace('/', '#'));
    }
}
