package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.SessionTrackingMode;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.BoundSessions;
import org.boundsession.web.BoundSessionFilter;
import org.boundsession.web.LoginServlet;
import org.h2.Driver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and stops the application in a container that is none; tests of the HTTP interface start real ones. */
class ApplicationTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String BASE = "jetty.base";

    @TempDir
    private Path base;

    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, Object> published = new HashMap<>();
    private final ServletContext context = fake(ServletContext.class, this::answer);
    private final Application application = new Application();

    /** What a published part may do to the start. */
    private Runnable beforePublishing = () -> {};

    @BeforeEach
    void setBase() {
        System.setProperty(BASE, base.toString());
    }

    @AfterEach
    void stop() {
        application.contextDestroyed(new ServletContextEvent(context));
        System.clearProperty(BASE);
    }

    private Object answer(String method, Object[] arguments) {
        return switch (method) {
            case "getInitParameter" -> parameters.get((String) arguments[0]);
            case "getInitParameterNames" -> Collections.enumeration(parameters.keySet());
            case "getContextPath", "getServerInfo", "getVirtualServerName" -> "/test";
            case "getServletRegistrations" ->
                Map.of("LoginServlet", registration(ServletRegistration.class, LoginServlet.class, "/login"));
            case "getFilterRegistrations" ->
                Map.of("guard", registration(FilterRegistration.class, BoundSessionFilter.class, "/*"));
            case "getEffectiveSessionTrackingModes" -> Set.of(SessionTrackingMode.COOKIE);
            case "getAttribute" -> published.get((String) arguments[0]);
            case "setAttribute" -> {
                beforePublishing.run();
                yield published.put((String) arguments[0], arguments[1]);
            }
            case "getSessionCookieConfig" -> fake(SessionCookieConfig.class, (name, none) -> ofCookie(name));
            default -> null;
        };
    }

    private static <T> T registration(Class<T> kind, Class<?> type, String pattern) {
        return fake(kind, (method, none) -> switch (method) {
            case "getName" -> type.getSimpleName();
            case "getClassName" -> type.getName();
            case "getMappings", "getUrlPatternMappings" -> List.of(pattern);
            case "getInitParameters" -> Map.of();
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static Object ofCookie(String method) {
        return switch (method) {
            case "getMaxAge" -> 150;
            case "isHttpOnly", "isSecure" -> true;
            case "getAttributes" -> Map.of();
            default -> null;
        };
    }

    private void start() {
        application.contextInitialized(new ServletContextEvent(context));
    }

    private BoundSessions sessions() {
        return (BoundSessions) published.get(BoundSessions.class.getName());
    }

    private void storeSessionsInAFile() {
        parameters.put("bound-session.store", "jdbc");
        parameters.put("bound-session.session-secret", KEY);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void assertThatNoThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("bound-session"));
    }

    @Test
    void servesSessionsOfTheContainerWithoutAStore() throws Exception {
        start();

        assertThat(sessions().isAvailable()).isTrue();
        assertThat(published).containsKey(Bindings.class.getName());
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsSessionsInAFileBelowTheBaseOfTheContainer() throws Exception {
        storeSessionsInAFile();

        start();

        assertThat(sessions().isAvailable()).isTrue();
        assertThat(files())
                .singleElement()
                .satisfies(file -> assertThat(base.relativize(file).toString())
                        .startsWith("bound-session/_test_test-")
                        .endsWith(".mv.db"));
    }

    @Test
    void leavesNoThreadAndNoOpenFileWhenItStops() throws Exception {
        storeSessionsInAFile();
        start();

        application.contextDestroyed(new ServletContextEvent(context));

        assertThatNoThreadIsLeft();
        Application next = new Application();
        assertThatCode(() -> next.contextInitialized(new ServletContextEvent(context)))
                .doesNotThrowAnyException();
        next.contextDestroyed(new ServletContextEvent(context));
    }

    @Test
    void refusesToStartWithAWrongSettingAndLeavesNothing() {
        parameters.put("bound-session.bcrypt-cost", "99");

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bound-session.bcrypt-cost");

        assertThat(published).isEmpty();
        assertThatNoThreadIsLeft();
    }

    @Test
    void needsASecretThatAllNodesShareIfTheContainerReplicatesSessions() {
        published.put("org.boundsession.web.Replication.replicated", true);

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bound-session.session-secret: required");

        assertThatNoThreadIsLeft();
        parameters.put("bound-session.session-secret", KEY);
        assertThatCode(this::start).doesNotThrowAnyException();
    }

    @Test
    void closesWhatItHasOpenedIfItCannotStart() {
        storeSessionsInAFile();
        beforePublishing = () -> {
            throw new IllegalStateException("refused by the test");
        };

        assertThatThrownBy(this::start).hasMessage("refused by the test");

        assertThatNoThreadIsLeft();
        beforePublishing = () -> {};
        assertThatCode(this::start).doesNotThrowAnyException();
    }

    @Test
    void needsAUrlInAContainerWithoutABaseDirectory() {
        storeSessionsInAFile();
        System.clearProperty(BASE);

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bound-session.jdbc-url: required");
    }

    @Test
    void refusesDatabaseOfANewerVersion() throws Exception {
        String url = "jdbc:h2:mem:newer;DB_CLOSE_DELAY=-1";
        storeSessionsInAFile();
        parameters.put("bound-session.jdbc-url", url);
        start();
        application.contextDestroyed(new ServletContextEvent(context));
        try (Connection connection = new Driver().connect(url, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO bound_session_schema VALUES (99)");

            assertThatThrownBy(this::start).hasMessageContaining("layout 99");

            assertThatNoThreadIsLeft();
            statement.execute("SHUTDOWN");
        }
    }

    /** A node may start before its store does. */
    @Test
    void startsWhileRedisIsGone() {
        storeSessionsInAFile();
        parameters.put("bound-session.store", "redis");
        parameters.put("bound-session.redis-uri", "redis://127.0.0.1:1");
        parameters.put("bound-session.store-timeout", "200");

        start();

        assertThat(sessions().isAvailable()).isFalse();
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
