package org.boundsession.store.jdbc;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.boundsession.jdbc.Naming;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;
import org.boundsession.settings.Source;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;
import org.boundsession.store.StoreProvider;
import org.jspecify.annotations.Nullable;

/**
 * Provides {@code store=jdbc}: the DataSource {@code jdbc/sessions} from JNDI, otherwise the database of {@code
 * jdbc-url}, otherwise an H2 file.
 */
public final class JdbcStoreProvider implements StoreProvider {

    /**
     * Drivers log a URL that they cannot parse, so user and password are refused in it where some drivers take them:
     * before an {@code @}. PostgreSQL's also logs one with several slashes in its path.
     */
    private static final String URL_WITHOUT_CREDENTIALS = "(?s)jdbc:(?!(?:postgresql|mariadb|mysql):(?:[^?]*|[^=]*)@)"
            + "(?!postgresql://[^/?]*/[^/?]*/)(?![^?;]*//[^/?;]*@)(?!oracle:(?:thin|oci8?):/?[^@/][^@]*@).*";

    static final Setting<Optional<String>> URL = Setting.optional(
            "jdbc-url",
            Format.matching(
                    "a URL of a driver, jdbc:..., that has no user and password before an @; they belong into"
                            + " bound-session.jdbc-user and bound-session.jdbc-password",
                    URL_WITHOUT_CREDENTIALS),
            "Database for store=jdbc, if JNDI has no DataSource jdbc/sessions. Empty: an H2 file below the container's"
                    + " base directory");

    static final Setting<Optional<String>> USER =
            Setting.optional("jdbc-user", Format.TEXT, "User of the database that jdbc-url names");

    static final Setting<Optional<String>> PASSWORD = Setting.optional(
            "jdbc-password",
            Format.TEXT,
            "Password of jdbc-user. Set it in the environment (BOUND_SESSION_JDBC_PASSWORD) rather than in web.xml");

    /** The system properties with the base directory of Tomcat, Jetty and WildFly. */
    private static final List<String> BASES = List.of("catalina.base", "jetty.base", "jboss.server.data.dir");

    private static final String JNDI_NAME = "jdbc/sessions";

    private static final int MAX_NAME_LENGTH = 100;
    private static final int DIGITS_OF_NAME = 16;

    /** For the ServiceLoader. */
    public JdbcStoreProvider() {}

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(URL, USER, PASSWORD);
    }

    @Override
    public SessionStore open(StoreContext context) {
        return Naming.dataSource(JNDI_NAME)
                .map(bound -> checked(bound, "bound-session.store=jdbc, JNDI " + JNDI_NAME, context))
                .orElseGet(() -> overOwnPool(context));
    }

    private static JdbcSessionStore overOwnPool(StoreContext context) {
        SessionDatabase database = database(context);
        context.closedAtStop().accept(database);
        checked(database.unpooled(), context.settings().nameOf(URL), context).close();
        return store(database.dataSource(), context);
    }

    private static JdbcSessionStore checked(DataSource dataSource, String place, StoreContext context) {
        JdbcSessionStore store = store(dataSource, context);
        try {
            store.ensureSchema(place);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    private static JdbcSessionStore store(DataSource dataSource, StoreContext context) {
        return new JdbcSessionStore(dataSource, context.application(), context.timeout(), context.clock());
    }

    private static SessionDatabase database(StoreContext context) {
        Source settings = context.settings();
        return settings.get(URL)
                .map(url -> SessionDatabase.at(url, settings.get(USER), settings.get(PASSWORD), context.timeout()))
                .orElseGet(() -> SessionDatabase.embedded(file(context), context.timeout()));
    }

    /** One file for each application and virtual host, because only one process can open an H2 file. */
    private static Path file(StoreContext context) {
        String base = BASES.stream()
                .flatMap(property -> Stream.ofNullable(System.getProperty(property)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "bound-session.jdbc-url: required for store=jdbc without a DataSource jdbc/sessions in JNDI,"
                                + " because this container has no base directory for an H2 file"));
        return Path.of(base, "bound-session", fileName(context.virtualServer(), context.application()));
    }

    /** Returns a readable name with a digest, which distinguishes names that a file system would treat as equal. */
    static String fileName(@Nullable String virtualServer, String application) {
        String name = virtualServer + " " + application;
        String readable = name.replaceAll("[^A-Za-z0-9.-]+", "_");
        return readable.substring(0, Math.min(MAX_NAME_LENGTH, readable.length())) + "-"
                + SessionKey.of(name).hex().substring(0, DIGITS_OF_NAME);
    }
}
