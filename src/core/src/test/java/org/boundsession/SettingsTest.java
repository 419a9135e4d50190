package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;
import org.boundsession.settings.Source;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;
import org.boundsession.store.StoreProvider;
import org.boundsession.throttle.LoginLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private int maxAge = 150;
    private String contextPath = "";

    @Test
    void hasTheDefaultsOfTheContract() {
        Settings settings = settings();

        assertThat(settings.web().secretHeader()).isEqualTo("secretid");
        assertThat(settings.web().secretMinLength()).isEqualTo(8);
        assertThat(settings.web().requireSecure()).isFalse();
        assertThat(settings.web().hstsMaxAge()).isEqualTo(31_536_000);
        assertThat(settings.web().logins()).isEqualTo(new LoginLimits(10, 100, Duration.ofMinutes(2)));
        assertThat(settings.lifetimes().idle()).isEqualTo(Duration.ofSeconds(150));
        assertThat(settings.lifetimes().absolute()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.quotas().sessionsPerUser()).isZero();
        assertThat(settings.quotas().mismatchLimit()).isEqualTo(1);
        assertThat(settings.bcryptCost()).isEqualTo(10);
        assertThat(settings.sessionSecrets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/payments, /payments",
        "/a/b, /a/b",
        "'/bound session', /bound%20session",
        "/b\u00fc, /b%C3%BC"
    })
    void namesTheApplicationAfterItsContextPath(String path, String application) {
        contextPath = path;

        assertThat(settings().application()).isEqualTo(application);
    }

    @Test
    void takesTheNameOfTheApplication() {
        contextPath = "/payments";
        environment.put("BOUND_SESSION_APPLICATION", "Payments of the EU");

        assertThat(settings().application()).isEqualTo("Payments of the EU");
    }

    @Test
    void stopsAtAContextPathThatIsTooLongForAName() {
        contextPath = "/" + "x".repeat(255);

        assertThatThrownBy(this::settings).hasMessageContaining("bound-session.application");
    }

    @Test
    void takesContextParameters() {
        parameters.put("bound-session.bcrypt-cost", " 12 ");
        parameters.put("bound-session.secret-header", "X-Secret");
        parameters.put("bound-session.require-secure", "true");

        Settings settings = settings();

        assertThat(settings.bcryptCost()).isEqualTo(12);
        assertThat(settings.web().secretHeader()).isEqualTo("X-Secret");
        assertThat(settings.web().requireSecure()).isTrue();
    }

    @Test
    void takesTheEnvironmentOverContextParameters() {
        parameters.put("bound-session.bcrypt-cost", "12");
        environment.put("BOUND_SESSION_BCRYPT_COST", "11");

        assertThat(settings().bcryptCost()).isEqualTo(11);
    }

    @Test
    void takesAnEmptyValueForNone() {
        parameters.put("bound-session.bcrypt-cost", "12");
        parameters.put("bound-session.session-secret", "");
        environment.put("BOUND_SESSION_BCRYPT_COST", " ");

        assertThat(settings().bcryptCost()).isEqualTo(12);
        assertThat(settings().sessionSecrets()).isEmpty();
    }

    @Test
    void takesSeveralSessionSecrets() {
        environment.put("SESSION_SECRET", KEY);
        assertThat(settings().sessionSecrets()).containsExactly(KEY.getBytes());

        environment.put("BOUND_SESSION_SESSION_SECRET", "new-" + KEY + ", " + KEY);
        assertThat(settings().sessionSecrets()).containsExactly(("new-" + KEY).getBytes(), KEY.getBytes());
    }

    @Test
    void remembersSignaturesInAStoreOnly() {
        parameters.put("bound-session.proof-replay", "store");

        assertThatThrownBy(this::settings)
                .hasMessage("bound-session.proof-replay: store needs bound-session.store=jdbc or redis");
    }

    @ParameterizedTest
    @CsvSource({
        "secret-min-length, 0, from 1 to 1024",
        "secret-min-length, 1025, from 1 to 1024",
        "bcrypt-cost, 9, from 10 to 15",
        "bcrypt-cost, 16, from 10 to 15",
        "bcrypt-cost, twelve, from 10 to 15",
        "bcrypt-cost, 1e1, from 10 to 15",
        "absolute-timeout, 0, from 1 to 86400",
        "absolute-timeout, 86401, from 1 to 86400",
        "sessions-per-user, -1, at least 0",
        "bindings, 'secret,secret', each once",
        "bindings, Secret, names of kinds",
        "bindings, 'secret,', names of kinds",
        "proof-components, @method @path, @method @path @query",
        "proof-components, @method @path @query @path, @method @path @query",
        "proof-components, @method @path @query cookie, @method @path @query",
        "proof-window, 4, from 5 to 300",
        "proof-window, 301, from 5 to 300",
        "proof-replay, nodes, node or store",
        "proof-replay-capacity, 0, from 1 to 10000000",
        "proof-mismatch-limit, 0, at least 1",
        "proof-secret-min-length, 31, from 32 to 1024",
        "proof-body-limit, -1, from 0 to 1073741824",
        "external-url, example.com/x, http://host/path",
        "external-url, https://user:word@example.com/, http://host/path",
        "external-url, https://example.com/?a=b, http://host/path",
        "external-url, ftp://example.com/, http://host/path",
        "login-failures, 0, at least 1",
        "login-failure-window, 0, from 1 to 86400",
        "login-failures-per-address, -1, at least 0",
        "mismatch-limit, 0, at least 1",
        "mismatch-limit, 99999999999, at least 1",
        "hsts-max-age, -1, 'seconds, at least 0'",
        "application, caf\u00e9, 1 to 255 printable ASCII",
        "application, 'a\tb', 1 to 255 printable ASCII",
        "store, memory, 'container, jdbc or redis'",
        "store-timeout, 49, from 50 to 60000",
        "require-secure, yes, true or false",
        "require-secure, TRUE, true or false",
        "secret-header, has space, an HTTP header name",
        "secret-header, héader, an HTTP header name",
        "session-secret, too-short-a-secret, at least 32 bytes each"
    })
    void stopsWithKeyAndExpectationButNeverTheValue(String key, String value, String expected) {
        parameters.put("bound-session." + key, value);

        assertThatThrownBy(this::settings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bound-session." + key)
                .hasMessageContaining(expected)
                .message()
                .satisfies(message -> assertThat(message.replace(key, "").replace(expected, ""))
                        .doesNotContain(value));
    }

    @Test
    void namesTheSourceOfAValueThatItRefuses() {
        parameters.put("bound-session.bcrypt-cost", "9");
        assertThatThrownBy(this::settings)
                .hasMessage("bound-session.bcrypt-cost (context parameter): expected a whole number from 10 to 15");

        environment.put("BOUND_SESSION_BCRYPT_COST", "16");
        assertThatThrownBy(this::settings)
                .hasMessage("bound-session.bcrypt-cost (environment variable BOUND_SESSION_BCRYPT_COST):"
                        + " expected a whole number from 10 to 15");

        environment.clear();
        parameters.clear();
        parameters.put("bound-session.store", "jdbc");
        environment.put("SESSION_SECRET", "too-short-a-secret");
        assertThatThrownBy(this::settings)
                .hasMessageStartingWith("bound-session.session-secret (environment variable SESSION_SECRET): expected");
    }

    /** Other products read SESSION_SECRET, too, and sessions of the container do without one. */
    @Test
    void takesAShortSecretOfAnotherProductForNone() {
        environment.put("SESSION_SECRET", "too-short-a-secret");
        assertThat(settings().sessionSecrets()).isEmpty();

        environment.put("BOUND_SESSION_SESSION_SECRET", "too-short-a-secret");
        assertThatThrownBy(this::settings).hasMessageContaining("BOUND_SESSION_SESSION_SECRET");
    }

    @Test
    void takesValuesOfFilesThatVariablesName(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), KEY + "\n");
        environment.put("BOUND_SESSION_SESSION_SECRET_FILE", file.toString());
        environment.put(
                "BOUND_SESSION_BCRYPT_COST_FILE",
                Files.writeString(directory.resolve("cost"), "12").toString());

        assertThat(settings().sessionSecrets()).containsExactly(KEY.getBytes());
        assertThat(settings().bcryptCost()).isEqualTo(12);

        Files.writeString(directory.resolve("cost"), "9");
        assertThatThrownBy(this::settings)
                .hasMessageStartingWith(
                        "bound-session.bcrypt-cost (environment variable BOUND_SESSION_BCRYPT_COST_FILE):");
    }

    @Test
    void stopsAtAFileThatCannotBeReadAndQuotesNoPath() {
        environment.put("BOUND_SESSION_SESSION_SECRET_FILE", KEY);

        assertThatThrownBy(this::settings)
                .hasMessage(
                        "environment variable BOUND_SESSION_SESSION_SECRET_FILE: expected the path of a file that can be read as UTF-8")
                .hasNoCause();
    }

    @Test
    void ignoresAFileOfAnotherProductThatCannotBeReadWhileSessionsLiveInTheContainer() {
        environment.put("SESSION_SECRET_FILE", KEY);

        assertThat(settings().sessionSecrets()).isEmpty();
        environment.put("BOUND_SESSION_STORE", "jdbc");
        assertThatThrownBy(this::settings)
                .hasMessageStartingWith(
                        "bound-session.session-secret (environment variable SESSION_SECRET_FILE, a file")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void stopsAtAValueAndAFileTogether() {
        environment.put("SESSION_SECRET", KEY);
        environment.put("SESSION_SECRET_FILE", "/run/secrets/session");

        assertThatThrownBy(this::settings).hasMessageContaining("SESSION_SECRET_FILE");
    }

    @Test
    void stopsIfOneOfSeveralSessionSecretsIsShort() {
        environment.put("BOUND_SESSION_SESSION_SECRET", KEY + ",short");

        assertThatThrownBy(this::settings)
                .hasMessageContaining("session-secret")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void needsSessionSecretForAStoreThatOutlivesTheProcess() {
        parameters.put("bound-session.store", "jdbc");
        assertThatThrownBy(this::settings)
                .hasMessage(
                        "bound-session.session-secret: required for store=jdbc or redis, because sessions could not be"
                                + " verified after a restart");

        environment.put("SESSION_SECRET", KEY);
        assertThat(settings().store()).isEqualTo("jdbc");
        assertThat(settings().storeTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void namesTheLibraryOfAStoreThatIsMissing() {
        parameters.put("bound-session.store", "redis");
        Stores jdbcAlone = new Stores(List.of(new NamedStore("jdbc")));

        assertThatThrownBy(() -> settings(jdbcAlone))
                .hasMessage(
                        "bound-session.store (context parameter): expected container or jdbc; redis needs the library"
                                + " bound-session-redis");
    }

    @Test
    void stopsAtTwoStoresOfOneName() {
        assertThatThrownBy(() -> new Stores(List.of(new NamedStore("jdbc"), new NamedStore("jdbc"))))
                .hasMessageContaining("two libraries")
                .hasMessageContaining("container, jdbc, jdbc");
        assertThatThrownBy(() -> new Stores(List.of(new NamedStore("container"))))
                .hasMessageContaining("container, container");
    }

    /** A wrong value does not wait for the day on which that store is chosen. */
    @Test
    void checksTheSettingsOfStoresThatAreNotChosen() {
        parameters.put("bound-session.redis-number", "ten");

        assertThatThrownBy(this::settings).hasMessageContaining("bound-session.redis-number");
    }

    @Test
    void stopsAtUnknownContextParameters() {
        parameters.put("bound-session.bcrypt-costs", "12");
        parameters.put("something.else", "12");

        assertThatThrownBy(this::settings)
                .hasMessageStartingWith("bound-session.bcrypt-costs: unknown context parameter")
                .hasMessageNotContaining("something");
    }

    @Test
    void onlyLogsUnknownVariables() {
        environment.put("BOUND_SESSION_BCRYPT_COSTS", "12");

        assertThat(settings().bcryptCost()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 86_401})
    void stopsAtCookieAgesThatAreNoIdleTimeout(int seconds) {
        maxAge = seconds;

        assertThatThrownBy(this::settings).hasMessageContaining("<max-age>").hasMessageContaining("1 to 86400");
    }

    @Test
    void printsNothing() {
        environment.put("SESSION_SECRET", KEY);

        assertThat(settings().toString()).isEqualTo("Settings");
    }

    private Settings settings() {
        Stores both = new Stores(List.of(new NamedStore("redis"), new NamedStore("jdbc")));
        return settings(both);
    }

    private Settings settings(Stores stores) {
        ServletContext context = context();
        return Settings.of(context, new Source(context, environment, stores.settings()), stores);
    }

    private record NamedStore(String name) implements StoreProvider {

        @Override
        public List<Setting<?>> settings() {
            return List.of(Setting.of(name + "-number", Format.number(1, 9), "1", "A number"));
        }

        @Override
        public SessionStore open(StoreContext context) {
            throw new AssertionError("settings open no store");
        }
    }

    private ServletContext context() {
        return fake(ServletContext.class, (method, args) -> switch (method) {
            case "getInitParameter" -> parameters.get((String) args[0]);
            case "getContextPath" -> contextPath;
            case "getInitParameterNames" -> Collections.enumeration(parameters.keySet());
            case "getSessionCookieConfig" -> fake(SessionCookieConfig.class, (name, none) -> maxAge);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answer {
        Object to(String method, Object[] args);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answer.to(method.getName(), args)));
    }
}
