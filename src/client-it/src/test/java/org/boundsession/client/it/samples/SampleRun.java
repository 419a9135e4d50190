package org.boundsession.client.it.samples;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a sample printed to both streams, and its exit status. */
record SampleRun(int exit, String output) {

    static final String GENERAL_SECRET = "secret-of-the-general-user";
    static final String ADMIN_SECRET = "secret-of-the-admin";

    private static final int TIMEOUT_SECONDS = 90;

    /** Runs a sample with the users of the tests; the caller deletes the directory that has the one for cookies. */
    static SampleRun of(Sample sample, URI root, Path cookies, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                entry("SERVER_URL", root.toString()),
                entry("COOKIE_DIRECTORY", cookies.toString()),
                entry("GENERAL_USER", "general"),
                entry("GENERAL_PASSWORD", "general-password"),
                entry("GENERAL_SECRET", GENERAL_SECRET),
                entry("ADMIN_USER", "admin"),
                entry("ADMIN_PASSWORD", "admin-password"),
                entry("ADMIN_SECRET", ADMIN_SECRET)));
        if (sample.signs) {
            settings.put("BINDING", "signature");
        }
        settings.putAll(changes);
        ProcessBuilder builder = new ProcessBuilder(sample.command(settings, cookies.getParent()));
        builder.environment().putAll(settings);
        return run(builder, cookies.resolveSibling("output.txt"));
    }

    /** Runs a program without a proxy, for Java with the class path of the tests. */
    static SampleRun run(ProcessBuilder builder, Path output) {
        builder.environment().put("NO_PROXY", "127.0.0.1");
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the sample runs for too long: " + Files.readString(output));
            }
            return new SampleRun(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
