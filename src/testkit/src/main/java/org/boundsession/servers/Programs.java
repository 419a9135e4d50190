package org.boundsession.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the operating system, on the path or where Debian puts servers. */
final class Programs {

    private Programs() {}

    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @throws IOException if it is not installed */
    static String command(String name) throws IOException {
        return find(name)
                .orElseThrow(() -> new IOException(name + " is not installed"))
                .toString();
    }
}
