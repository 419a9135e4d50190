package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFileTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    @Test
    void refusesFileThatSomebodyElseHolds() throws IOException {
        Path file = directory.resolve("sessions");
        SessionDatabase.embedded(file, TIMEOUT).close();

        try (FileChannel channel = FileChannel.open(directory.resolve("sessions.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> SessionDatabase.embedded(file, TIMEOUT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("bound-session.jdbc-url", file + ".mv.db", "is in use by another process");
        }

        SessionDatabase.embedded(file, TIMEOUT).close();
    }

    @Test
    void refusesFileThatIsDamaged() throws IOException {
        Files.writeString(directory.resolve("sessions.mv.db"), "no database at all".repeat(1000));

        assertThatThrownBy(() -> SessionDatabase.embedded(directory.resolve("sessions"), TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("bound-session.jdbc-url", "sessions.mv.db", "away");
    }

    @Test
    void refusesDirectoryThatCannotBeMade() throws IOException {
        Path noDirectory = Files.writeString(directory.resolve("a-file"), "");

        assertThatThrownBy(() -> SessionDatabase.embedded(noDirectory.resolve("sessions"), TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("bound-session.jdbc-url", "cannot be opened");
    }
}
