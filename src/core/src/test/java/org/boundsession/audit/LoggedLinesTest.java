package org.boundsession.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import org.boundsession.time.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lost lines, with a logger that writes to a file, to nothing, or throws. */
class LoggedLinesTest {

    private static final String LINE = "{\"event\":\"logout\"}";

    private final List<String> alarms = new ArrayList<>();
    private final MovableClock clock = MovableClock.at("2026-01-31T12:00:00Z");
    private final FileLogger logger = new FileLogger();

    @TempDir
    private Path directory;

    private LoggedLines lines;

    @BeforeEach
    void watch() {
        logger.file = directory.resolve("audit.log");
        lines = new LoggedLines(logger, Optional.of(new FileGrowth(() -> logger.file)), alarms::add);
    }

    @Test
    void saysNothingOfLinesThatArrive() {
        for (int i = 0; i < 10; i++) {
            write(7);
            look();
        }

        assertThat(alarms).isEmpty();
    }

    @Test
    void tellsHowManyLinesAFileDidNotTake() {
        write(3);
        look();
        logger.isFull = true;
        write(5);
        look();
        look();
        assertThat(alarms).as("they may be on their way").isEmpty();

        look();

        assertThat(alarms)
                .singleElement()
                .asString()
                .startsWith("Lost audit events: 5. ")
                .contains("audit.log");
    }

    @Test
    void tellsOfLinesThatWereLostAfterSomeHadArrived() {
        write(50);
        logger.isFull = true;
        write(50);
        look();
        look();
        look();

        assertThat(alarms).singleElement().asString().startsWith("Lost audit events: 50. ");
    }

    @Test
    void tellsOnceAMinuteAndLosesNoCount() {
        logger.isFull = true;
        for (int i = 0; i < 30; i++) {
            write(2);
            look();
            clock.move(Duration.ofSeconds(5));
        }

        assertThat(alarms).hasSizeBetween(2, 3);
        long told = alarms.stream()
                .mapToLong(alarm -> Long.parseLong(alarm.substring("Lost audit events: ".length(), alarm.indexOf('.'))))
                .sum();
        assertThat(told).isBetween(2L * 24, 2L * 30);
    }

    @Test
    void saysNothingOnceTheFileTakesLinesAgain() {
        logger.isFull = true;
        write(2);
        look();
        look();
        look();
        assertThat(alarms).hasSize(1);
        logger.isFull = false;
        alarms.clear();
        for (int i = 0; i < 5; i++) {
            clock.move(Duration.ofMinutes(2));
            write(2);
            look();
        }

        assertThat(alarms).isEmpty();
    }

    @Test
    void saysNothingWhenTheDayOrTheFileChanges() throws IOException {
        write(5);
        logger.file = directory.resolve("audit.next.log");
        look();
        write(1);
        look();
        Files.write(logger.file, new byte[0]);
        look();
        look();
        look();

        assertThat(alarms).isEmpty();
    }

    @Test
    void givesLinesTimeThatAHandlerWritesLater() {
        logger.isFull = true;
        write(2);
        look();
        look();
        logger.isFull = false;
        logger.write(LINE);
        look();
        look();
        logger.write(LINE);
        look();
        look();
        look();

        assertThat(alarms).isEmpty();
    }

    @Test
    void failsNoRequestIfAHandlerThrowsAndTellsOfIt() {
        logger.failure = new IllegalStateException("no space left");
        write(4);

        look();
        look();
        look();

        assertThat(alarms).singleElement().asString().startsWith("Lost audit events: 4. ");
    }

    @Test
    void missesNothingWhileTheLoggerIsOff() {
        logger.isOff = true;
        write(4);
        look();
        look();
        look();

        assertThat(alarms).isEmpty();
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            lines.write(LINE);
        }
    }

    private void look() {
        lines.check(clock.instant());
    }

    private static final class FileLogger implements System.Logger {

        private Path file = Path.of("");
        private boolean isFull;
        private boolean isOff;
        private @Nullable RuntimeException failure;

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return !isOff;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
            write(text);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Object... parameters) {
            write(text);
        }

        private void write(String text) {
            if (failure != null) {
                throw failure;
            }
            if (isFull) {
                return;
            }
            try {
                Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
