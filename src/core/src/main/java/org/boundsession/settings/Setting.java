package org.boundsession.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting: its key, default, format and meaning. A test compares {@code web.xml} and the documentation with it.
 *
 * @param key the key without {@link #PREFIX}
 * @param defaultText the default as the documentation states it; empty if there is none
 * @param defaultValue the value if nothing is set
 * @param meaning the description for administrators, without the format
 * @param variables the environment variables that override the context parameter, in order of precedence
 */
public record Setting<T>(
        String key, String defaultText, T defaultValue, Format<T> format, String meaning, List<String> variables) {

    /** The prefix of all context parameters. */
    public static final String PREFIX = "bound-session.";

    /** The prefix of all environment variables, except the conventional names of {@link #alsoFrom}. */
    public static final String VARIABLE_PREFIX = "BOUND_SESSION_";

    public Setting {
        variables = List.copyOf(variables);
    }

    /** @throws IllegalArgumentException if the format does not accept the default */
    public static <T> Setting<T> of(String key, Format<T> format, String defaultText, String meaning) {
        T defaultValue = format.parse(defaultText)
                .orElseThrow(() -> new IllegalArgumentException(key + ": the default is malformed"));
        return new Setting<>(key, defaultText, defaultValue, format, meaning, List.of(variable(key)));
    }

    /** Returns a setting without a default, whose value is empty if it is not set. */
    public static <T> Setting<Optional<T>> optional(String key, Format<T> format, String meaning) {
        return new Setting<>(key, "", Optional.empty(), format.map(Optional::of), meaning, List.of(variable(key)));
    }

    /** Returns the same setting with a second environment variable, for a name that platforms set by convention. */
    public Setting<T> alsoFrom(String variable) {
        return new Setting<>(key, defaultText, defaultValue, format, meaning, List.of(variable(key), variable));
    }

    private static String variable(String key) {
        return VARIABLE_PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns the name of the context parameter. */
    public String parameter() {
        return PREFIX + key;
    }

    /** Returns the description of the context parameter: the meaning and the accepted values. */
    public String description() {
        return format.expectation().isEmpty() ? meaning : meaning + ". Value: " + format.expectation();
    }

    @Override
    public String toString() {
        return "Setting " + key;
    }
}
