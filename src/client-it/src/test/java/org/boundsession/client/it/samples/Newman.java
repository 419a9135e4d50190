package org.boundsession.client.it.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Newman, the command line of Postman, in the version of package-lock.json; installed below target when it is needed. */
final class Newman {

    private static final Path SOURCE = Path.of("src/client/samples/postman");
    static final Path DIRECTORY = Path.of("target/newman");
    private static final Path PROGRAM = DIRECTORY.resolve("node_modules/newman/bin/newman.js");
    private static final int INSTALL_SECONDS = 180;

    private Newman() {}

    static void assumeInstalled() {
        Programs.assumeInstalled("npm");
        Programs.assume(isInstalled() || install(), "npm cannot install newman, see target/newman/npm.txt");
    }

    /** @param directory for the settings, which have secrets; the caller deletes it */
    static List<String> command(String collection, Map<String, String> settings, Path directory) {
        return List.of("node", PROGRAM.toString(), "run", collection, "-e", environment(settings, directory));
    }

    private static boolean isInstalled() {
        try {
            Path lock = DIRECTORY.resolve("package-lock.json");
            return Files.exists(PROGRAM)
                    && Files.exists(lock)
                    && Files.mismatch(lock, SOURCE.resolve("package-lock.json")) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean install() {
        try {
            Files.createDirectories(DIRECTORY);
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.copy(SOURCE.resolve(name), DIRECTORY.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(DIRECTORY.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(DIRECTORY.resolve("npm.txt").toFile())
                    .start();
            if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
                return false;
            }
            return npm.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Writes the settings to a file for this user only: other users of the machine see a command line. */
    private static String environment(Map<String, String> settings, Path directory) {
        try {
            Path file = Files.createTempFile(
                    directory,
                    "environment-",
                    ".json",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
                json.writeStartObject();
                json.writeStringField("name", "test");
                json.writeArrayFieldStart("values");
                for (Map.Entry<String, String> setting : settings.entrySet()) {
                    json.writeStartObject();
                    json.writeStringField("key", setting.getKey());
                    json.writeStringField("value", setting.getValue());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
