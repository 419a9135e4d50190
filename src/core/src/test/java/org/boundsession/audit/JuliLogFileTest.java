package org.boundsession.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JuliLogFileTest {

    private static final String LOGGER = "org.boundsession.audit";
    private static final String HANDLER = "5audit.org.apache.juli.AsyncFileHandler";

    private final Properties properties = new Properties();

    @Test
    void findsTheFileOfTheShippedConfiguration() throws IOException {
        try (Reader shipped = Files.newBufferedReader(Path.of("tomcat-conf/logging.properties"))) {
            properties.load(shipped);
        }

        assertThat(file()).contains(Path.of("${catalina.base}/logs/audit." + today() + ".log"));
    }

    @Test
    void takesTheHandlerOfAParentAndTheDefaultsOfItsClass() {
        properties.setProperty("org.boundsession.handlers", "java.util.logging.ConsoleHandler, " + HANDLER);
        properties.setProperty("org.apache.juli.AsyncFileHandler.directory", "/var/log");

        assertThat(file()).contains(Path.of("/var/log/juli." + today() + ".log"));
    }

    @Test
    void takesAFileWithoutDate() {
        configure("rotatable", "false");
        configure("prefix", "audit.");

        assertThat(file()).contains(Path.of("logs/audit.log"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bufferSize=8192", "bufferSize=0", "level=WARNING", "filter=some.Filter", "level=nonsense"})
    void watchesNoFileWhoseSizeTellsNothing(String property) {
        String[] nameAndValue = property.split("=");
        configure(nameAndValue[0], nameAndValue[1]);

        assertThat(file()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.util.logging.FileHandler", "java.util.logging.ConsoleHandler", "", ","})
    void watchesNoFileOfOtherHandlers(String handlers) {
        properties.setProperty(LOGGER + ".handlers", handlers);

        assertThat(file()).isEmpty();
    }

    @Test
    void watchesNoFileOfTheRootLogger() {
        properties.setProperty(".handlers", HANDLER);
        properties.setProperty("handlers", HANDLER);

        assertThat(file()).isEmpty();
    }

    private void configure(String property, String value) {
        properties.setProperty(LOGGER + ".handlers", HANDLER);
        properties.setProperty(HANDLER + "." + property, value);
    }

    private Optional<Path> file() {
        return JuliLogFile.ofLogger(LOGGER, key -> Optional.ofNullable(properties.getProperty(key)))
                .map(JuliLogFile::get);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.systemDefault());
    }
}
