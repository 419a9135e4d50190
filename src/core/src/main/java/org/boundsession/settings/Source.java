package org.boundsession.settings;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

    /** The end of the name of a variable that names a file with the value. */
    private static final String FILE = "_FILE";

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
        known.forEach(this::check);
    }

    /**
     * The text that is set for a setting, and where it is set.
     *
     * @param foreign whether the name is not ours alone, so that another product may have set it
     */
    private record Given(String text, String origin, boolean foreign) {}

    /**
     * @throws IllegalArgumentException if the value is malformed; the message names key, source and expectation, never
     *     the value
     */
    public <T> T get(Setting<T> setting) {
        Optional<Given> given = find(setting);
        return given.isEmpty() ? setting.defaultValue() : parse(setting, given.get());
    }

    /**
     * As {@link #get}, but a malformed value of a variable that another product may have set, such as {@code
     * SESSION_SECRET}, is only warned of and counts as none.
     */
    public <T> T getUnlessForeign(Setting<T> setting) {
        Optional<Given> given = find(setting);
        if (given.isPresent()
                && given.get().foreign()
                && setting.format().parse(given.get().text()).isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} ({1}) is ignored: expected {2}",
                    setting.parameter(),
                    given.get().origin(),
                    setting.format().expectation());
            return setting.defaultValue();
        }
        return get(setting);
    }

    /** Returns whether the value is read from a file, which may change: each {@link #get} reads it again. */
    public boolean isFromFile(Setting<?> setting) {
        return setting.variables().stream()
                .map(name -> name + FILE)
                .anyMatch(name ->
                        given(environment.get(name), name, false).findAny().isPresent());
    }

    /** Returns the name of a setting and where its value is set, for a message about the value. */
    public String nameOf(Setting<?> setting) {
        return setting.parameter()
                + find(setting).map(given -> " (" + given.origin() + ")").orElse("");
    }

    private void check(Setting<?> setting) {
        find(setting).filter(given -> !given.foreign()).ifPresent(given -> parse(setting, given));
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
        boolean foreign = !name.startsWith(Setting.VARIABLE_PREFIX);
        Stream<Given> file = given(environment.get(name + FILE), name + FILE, foreign)
                .map(path -> ofFile(path.text(), name + FILE, foreign));
        List<Given> found = Stream.concat(given(environment.get(name), name, foreign), file)
                .map(given -> new Given(given.text(), "environment variable " + given.origin(), foreign))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "environment variables " + name + " and " + name + FILE + ": only one of them can be set");
        }
        return found.stream();
    }

    /** As containers mount secrets: the value is the text of the file, without the line's end. */
    private static Given ofFile(String path, String variable, boolean foreign) {
        try {
            return new Given(Files.readString(Path.of(path)).strip(), variable, foreign);
        } catch (IOException | InvalidPathException unreadable) {
            if (foreign) {
                return new Given("", variable + ", a file that cannot be read as UTF-8", true);
            }
            // Without the cause, whose message has the path: somebody may have set the secret itself.
            throw new IllegalArgumentException(
                    "environment variable " + variable + ": expected the path of a file that can be read as UTF-8");
        }
    }

    private Stream<Given> ofParameter(String name) {
        return given(context.getInitParameter(name), "context parameter", false);
    }

    private static Stream<Given> given(@Nullable String value, String origin, boolean foreign) {
        return Stream.ofNullable(value)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> new Given(text, origin, foreign));
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
        Set<String> variables = known.stream()
                .flatMap(setting -> setting.variables().stream())
                .flatMap(name -> Stream.of(name, name + FILE))
                .collect(Collectors.toSet());
        environment.keySet().stream()
                .filter(name -> name.startsWith(Setting.VARIABLE_PREFIX) && !variables.contains(name))
                .sorted()
                .forEach(name ->
                        LOG.log(Level.WARNING, "The environment variable {0} is unknown and has no effect", name));
    }
}
