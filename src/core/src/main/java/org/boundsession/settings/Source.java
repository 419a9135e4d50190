package org.boundsession.settings;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of settings: from the environment first, then from the context parameters, of which the container's
 * own override those of {@code web.xml}. An empty value counts as not set.
 */
public final class Source {

    private static final Logger LOG = System.getLogger(Source.class.getName());

    private final ServletContext context;
    private final Map<String, String> environment;

    /**
     * @param known all settings; each value that is set is validated, also if it is not used
     * @throws IllegalArgumentException if a value is malformed, or if a context parameter has the prefix of a setting
     *     but is unknown
     */
    public Source(ServletContext context, Map<String, String> environment, List<Setting<?>> known) {
        this.context = context;
        this.environment = Map.copyOf(environment);
        refuseUnknownParameters(known);
        warnOfUnknownVariables(known);
        known.forEach(this::get);
    }

    /** The text that is set for a setting, and where it is set. */
    private record Given(String text, String origin) {}

    /**
     * @throws IllegalArgumentException if the value is malformed; the message names key, source and expectation, never
     *     the value
     */
    public <T> T get(Setting<T> setting) {
        Optional<Given> given = find(setting);
        return given.isEmpty() ? setting.defaultValue() : parse(setting, given.get());
    }

    private static <T> T parse(Setting<T> setting, Given given) {
        return setting.format()
                .parse(given.text())
                .orElseThrow(() -> new IllegalArgumentException(setting.parameter() + " (" + given.origin()
                        + "): expected " + setting.format().expectation()));
    }

    private Optional<Given> find(Setting<?> setting) {
        return Stream.concat(setting.variables().stream().flatMap(this::ofVariable), ofParameter(setting.parameter()))
                .findFirst();
    }

    private Stream<Given> ofVariable(String name) {
        return given(environment.get(name), "environment variable " + name);
    }

    private Stream<Given> ofParameter(String name) {
        return given(context.getInitParameter(name), "context parameter");
    }

    private static Stream<Given> given(@Nullable String value, String origin) {
        return Stream.ofNullable(value)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> new Given(text, origin));
    }

    private void refuseUnknownParameters(List<Setting<?>> known) {
        Set<String> unknown = new TreeSet<>(Collections.list(context.getInitParameterNames()));
        unknown.removeIf(name -> !name.startsWith(Setting.PREFIX));
        known.forEach(setting -> unknown.remove(setting.parameter()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(", ", unknown) + ": unknown context parameter; correct its name or remove it");
        }
    }

    private void warnOfUnknownVariables(List<Setting<?>> known) {
        Set<String> variables =
                known.stream().flatMap(setting -> setting.variables().stream()).collect(Collectors.toSet());
        environment.keySet().stream()
                .filter(name -> name.startsWith(Setting.VARIABLE_PREFIX) && !variables.contains(name))
                .sorted()
                .forEach(name ->
                        LOG.log(Level.WARNING, "The environment variable {0} is unknown and has no effect", name));
    }
}
