package org.boundsession.records.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8000, Spool.MEMORY_BYTES, Spool.MEMORY_BYTES + 1, 5_000_000})
    void givesBackWhatWasWritten(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);

        try (Spool spool = new Spool(directory)) {
            for (int written = 0; written < size; written += 8000) {
                spool.write(bytes, written, Math.min(8000, size - written));
            }
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            spool.writeTo(copy);

            assertThat(spool.size()).isEqualTo(size);
            assertThat(spool.content().readAllBytes()).isEqualTo(bytes);
            assertThat(copy.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void usesNoFileForSmallAnswers() throws IOException {
        try (Spool spool = new Spool(directory.resolve("missing"))) {
            spool.write(new byte[Spool.MEMORY_BYTES]);

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> spool.write(1));
        }
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        try (Spool spool = new Spool(directory)) {
            spool.write(new byte[Spool.MEMORY_BYTES + 1]);
        }

        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
