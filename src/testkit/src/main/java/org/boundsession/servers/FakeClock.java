package org.boundsession.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A time of day for one process that a test can change while the process runs, by libfaketime. The monotonic clock is
 * not changed.
 */
public final class FakeClock {

    private static final List<String> LIBRARIES =
            List.of("/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu");

    private final Path offset;

    private FakeClock(Path offset) {
        this.offset = offset;
    }

    public static boolean isInstalled() {
        return library().isPresent();
    }

    private static Optional<Path> library() {
        return LIBRARIES.stream()
                .flatMap(directory -> Stream.of(Path.of(directory, "faketime", "libfaketimeMT.so.1")))
                .filter(Files::isReadable)
                .findFirst();
    }

    /** Gives the process that will start from this base a time of day of its own, for now the true one. */
    public static FakeClock of(TomcatProcess.Base base) {
        String library = library()
                .orElseThrow(() -> new IllegalStateException("libfaketime is not installed"))
                .toString();
        FakeClock clock = new FakeClock(base.directory().resolve("time-of-day"));
        clock.setAhead(0);
        base.env("LD_PRELOAD", library)
                .env("FAKETIME_TIMESTAMP_FILE", clock.offset.toString())
                .env("FAKETIME_CACHE_DURATION", "1")
                .env("DONT_FAKE_MONOTONIC", "1")
                // Otherwise the timed waits of a JVM return at once.
                .env("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        return clock;
    }

    /** Sets the time of day so many seconds ahead of the true one; the process takes it over within two seconds. */
    public void setAhead(long seconds) {
        try {
            Path next = offset.resolveSibling("time-of-day.next");
            Files.writeString(next, (seconds < 0 ? "" : "+") + seconds + "s\n");
            Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
