package org.boundsession;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, each by its key: the environment first, then the context parameters. An empty value counts as
 * none.
 */
final class Source {

    static final String PREFIX = "bound-session.";
    static final String VARIABLE_PREFIX = "BOUND_SESSION_";

    private static final Logger LOG = System.getLogger(Source.class.getName());
    private static final String SHORT_SECRET_VARIABLE = "SESSION_SECRET";
    private static final int SECRET_MIN_BYTES = 32;

    static final Set<String> KEYS = Set.of(
            "secret-header",
            "secret-min-length",
            "bcrypt-cost",
            "absolute-timeout",
            "login-failures",
            "login-failure-window",
            "login-failures-per-address",
            "sessions-per-user",
            "mismatch-limit",
            "require-secure",
            "hsts-max-age",
            "session-secret",
            "store",
            "application",
            "jdbc-url",
            "jdbc-user",
            "jdbc-password",
            "redis-uri",
            "store-timeout");

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** ASCII, so that every database can index it, compares it exactly and counts it the same. */
    private static final Pattern APPLICATION = Pattern.compile("[ -~]{1,255}");

    private final ServletContext context;
    private final Map<String, String> environment;

    Source(ServletContext context, Map<String, String> environment) {
        this.context = context;
        this.environment = environment;
        warnOfUnknownVariables();
    }

    /** Names of context parameters that look like ours and are none. */
    Set<String> unknownParameters() {
        Set<String> unknown = new TreeSet<>(Collections.list(context.getInitParameterNames()));
        unknown.removeIf(name -> !name.startsWith(PREFIX) || KEYS.contains(name.substring(PREFIX.length())));
        return unknown;
    }

    private void warnOfUnknownVariables() {
        Set<String> known = new TreeSet<>();
        KEYS.forEach(key -> known.add(variable(key)));
        environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLE_PREFIX) && !known.contains(name))
                .sorted()
                .forEach(name -> LOG.log(Level.WARNING, "Unknown environment variable {0} has no effect", name));
    }

    int number(String key, int defaultValue, int min, int max) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw expected(key, range(min, max));
        }
        throw expected(key, range(min, max));
    }

    private static String range(int min, int max) {
        return "a whole number " + (max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max);
    }

    boolean flag(String key, boolean defaultValue) {
        return text(key)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw expected(key, "true or false");
                })
                .orElse(defaultValue);
    }

    /** A header's name. */
    String token(String key, String defaultValue) {
        String text = text(key).orElse(defaultValue);
        if (!TOKEN.matcher(text).matches()) {
            throw expected(key, "the name of a header, as RFC 9110 allows it");
        }
        return text;
    }

    /** By default the context path as it stands in a URL, {@code /} for the root. */
    String application(String contextPath) {
        String application = text("application").orElseGet(() -> contextPath.isEmpty() ? "/" : encoded(contextPath));
        if (!APPLICATION.matcher(application).matches()) {
            throw expected("application", "1 to 255 printable ASCII characters");
        }
        return application;
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw expected("application", "a name, because the context path is none");
        }
    }

    List<byte[]> secrets(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return List.of();
        }
        List<byte[]> secrets = Arrays.stream(text.get().split(",", -1))
                .map(secret -> secret.strip().getBytes(StandardCharsets.UTF_8))
                .toList();
        if (secrets.stream().anyMatch(secret -> secret.length < SECRET_MIN_BYTES)) {
            throw expected(key, "at least " + SECRET_MIN_BYTES + " bytes each, comma-separated");
        }
        return secrets;
    }

    StoreSettings store() {
        return new StoreSettings(
                kind(),
                url("jdbc-url"),
                text("jdbc-user"),
                text("jdbc-password"),
                redisUri(),
                Duration.ofMillis(number("store-timeout", 2000, 50, 60_000)));
    }

    private StoreSettings.Kind kind() {
        return switch (text("store").orElse("container")) {
            case "container" -> StoreSettings.Kind.CONTAINER;
            case "jdbc" -> StoreSettings.Kind.JDBC;
            case "redis" -> StoreSettings.Kind.REDIS;
            default -> throw expected("store", "container, jdbc or redis");
        };
    }

    private Optional<String> url(String key) {
        Optional<String> url = text(key);
        if (url.isPresent() && !url.get().startsWith("jdbc:")) {
            throw expected(key, "a URL that begins with jdbc:");
        }
        return url;
    }

    private URI redisUri() {
        String key = "redis-uri";
        try {
            URI uri = new URI(text(key).orElse("redis://127.0.0.1:6379"));
            if (uri.getHost() != null && ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw expected(key, "redis://host:port or rediss://host:port");
        }
        throw expected(key, "redis://host:port or rediss://host:port");
    }

    private Optional<String> text(String key) {
        return present(environment.get(variable(key)))
                .or(() -> key.equals("session-secret")
                        ? present(environment.get(SHORT_SECRET_VARIABLE))
                        : Optional.empty())
                .or(() -> present(context.getInitParameter(PREFIX + key)));
    }

    private static Optional<String> present(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String variable(String key) {
        return VARIABLE_PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static IllegalArgumentException expected(String key, String what) {
        return new IllegalArgumentException(PREFIX + key + ": expected " + what);
    }
}
