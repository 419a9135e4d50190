package org.boundsession.client.it.samples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of this machine that samples need. */
final class Programs {

    private Programs() {}

    /** Skips the test if the program is not installed, but fails it in continuous integration. */
    static void assumeInstalled(String name) {
        assume(isOnPath(name), name + " is not installed");
    }

    /** Skips the test if the condition is false, but fails it in continuous integration. */
    static void assume(boolean condition, String message) {
        if (!condition && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        assumeTrue(condition, message);
    }

    private static boolean isOnPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }
}
