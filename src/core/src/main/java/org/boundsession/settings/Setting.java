package org.boundsession.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting: its key, its default, the values it takes and what it is for. What {@code web.xml} and the documentation
 * say of it is compared with this by a test.
 *
 * @param key without {@link #PREFIX}
 * @param defaultText as a document states it; empty if there is no default
 * @param defaultValue the value if nothing is set
 * @param meaning for administrators; the expected value is not part of it
 * @param variables of the environment that override the context parameter, the first one before the others
 */
public record Setting<T>(
        String key, String defaultText, T defaultValue, Format<T> format, String meaning, List<String> variables) {

    public Setting {
        variables = List.copyOf(variables);
    }

    public static final String PREFIX = "bound-session.";
    public static final String VARIABLE_PREFIX = "BOUND_SESSION_";

    /** @throws IllegalArgumentException if the default is no value of the format */
    public static <T> Setting<T> of(String key, Format<T> format, String defaultText, String meaning) {
        T defaultValue = format.parse(defaultText)
                .orElseThrow(() -> new IllegalArgumentException(key + ": the default is malformed"));
        return new Setting<>(key, defaultText, defaultValue, format, meaning, List.of(variable(key)));
    }

    /** A setting without a default: empty if nothing is set. */
    public static <T> Setting<Optional<T>> optional(String key, Format<T> format, String meaning) {
        return new Setting<>(key, "", Optional.empty(), format.map(Optional::of), meaning, List.of(variable(key)));
    }

    /** The same setting with a second variable, for a name that platforms set on their own. */
    public Setting<T> alsoFrom(String variable) {
        return new Setting<>(key, defaultText, defaultValue, format, meaning, List.of(variable(key), variable));
    }

    private static String variable(String key) {
        return VARIABLE_PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The name of the context parameter. */
    public String parameter() {
        return PREFIX + key;
    }

    /** The description of the context parameter: the meaning, and the values that are accepted. */
    public String description() {
        return format.expectation().isEmpty() ? meaning : meaning + ". Value: " + format.expectation();
    }

    @Override
    public String toString() {
        return "Setting " + key;
    }
}
