package org.boundsession.client.it.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Newman, the command line of Postman, in the version of package-lock.json; installed below target when it is needed.
 */
final class Newman {

    static final Path DIRECTORY = Path.of("target/newman");
    private static final NpmPackages PACKAGES = new NpmPackages(Path.of("src/client/samples/postman"), DIRECTORY);
    private static final Path PROGRAM = DIRECTORY.resolve("node_modules/newman/bin/newman.js");

    private Newman() {}

    static void assumeInstalled() {
        PACKAGES.assumeInstalled();
    }

    /** @param directory for the settings, which have secrets; the caller deletes it */
    static List<String> command(String collection, Map<String, String> settings, Path directory) {
        return List.of("node", PROGRAM.toString(), "run", collection, "-e", environment(settings, directory));
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
