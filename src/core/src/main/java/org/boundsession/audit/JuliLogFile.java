package org.boundsession.audit;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/**
 * The file that Tomcat's logging (JULI) writes for a logger, according to {@code logging.properties}. Its name changes
 * each day if it is rotatable.
 */
record JuliLogFile(Path directory, String prefix, boolean rotatable, String suffix) implements Supplier<Path> {

    private static final Set<String> TYPES = Set.of("org.apache.juli.FileHandler", "org.apache.juli.AsyncFileHandler");

    /**
     * Returns the file of the logger's handlers. Empty if the container is not Tomcat, if neither the logger nor a
     * parent below the root has its own file handler, or if that handler drops lines by level or filter or buffers
     * them, because the size of the file then does not tell what was written.
     */
    static Optional<JuliLogFile> ofLogger(String logger) {
        LogManager configuration = LogManager.getLogManager();
        return ofLogger(logger, key -> Optional.ofNullable(configuration.getProperty(key)));
    }

    static Optional<JuliLogFile> ofLogger(String logger, Function<String, Optional<String>> configuration) {
        return Stream.iterate(logger, name -> !name.isEmpty(), JuliLogFile::parent)
                .map(name -> configuration.apply(name + ".handlers"))
                .flatMap(Optional::stream)
                .findFirst()
                .flatMap(handlers -> ofHandlers(handlers, configuration));
    }

    private static String parent(String logger) {
        return logger.substring(0, Math.max(0, logger.lastIndexOf('.')));
    }

    private static Optional<JuliLogFile> ofHandlers(String handlers, Function<String, Optional<String>> configuration) {
        return Arrays.stream(handlers.split(","))
                .map(handler -> Properties.of(handler.strip(), configuration))
                .filter(handler -> TYPES.contains(handler.type()))
                .findFirst()
                .flatMap(Properties::file);
    }

    @Override
    public Path get() {
        return directory.resolve(rotatable ? prefix + LocalDate.now(ZoneId.systemDefault()) + suffix : withoutDate());
    }

    /** Without a date in the name, JULI collapses two equal separators into one. */
    private String withoutDate() {
        boolean isDoubled = !prefix.isEmpty() && !suffix.isEmpty() && prefix.endsWith(suffix.substring(0, 1));
        return prefix + (isDoubled ? suffix.substring(1) : suffix);
    }

    /** The properties of one handler: with the number before its class name, or else those of the class. */
    private record Properties(String number, String type, Function<String, Optional<String>> configuration) {

        /** @param handler a class name, after a number and letters up to a dot if there are several of the class */
        static Properties of(String handler, Function<String, Optional<String>> configuration) {
            boolean hasNumber = !handler.isEmpty() && Character.isDigit(handler.charAt(0));
            int type = hasNumber ? handler.indexOf('.') + 1 : 0;
            return new Properties(handler.substring(0, type), handler.substring(type), configuration);
        }

        Optional<JuliLogFile> file() {
            try {
                return writesEachLine() ? Optional.of(read()) : Optional.empty();
            } catch (IllegalArgumentException malformed) {
                // The container reports it.
                return Optional.empty();
            }
        }

        private JuliLogFile read() {
            return new JuliLogFile(
                    Path.of(property("directory", "logs")),
                    property("prefix", "juli."),
                    Boolean.parseBoolean(property("rotatable", "true")),
                    property("suffix", ".log"));
        }

        private boolean writesEachLine() {
            return Integer.parseInt(property("bufferSize", "-1")) < 0
                    && Level.parse(property("level", "ALL")).intValue() <= Level.INFO.intValue()
                    && property("filter", "").isEmpty();
        }

        private String property(String name, String defaultValue) {
            return configuration
                    .apply(number + type + "." + name)
                    .or(() -> configuration.apply(type + "." + name))
                    .map(String::strip)
                    .orElse(defaultValue);
        }
    }
}
