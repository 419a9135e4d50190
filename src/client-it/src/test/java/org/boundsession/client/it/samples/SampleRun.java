package org.boundsession.client.it.samples;

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

    /** Runs a sample with the users of the tests. */
    static SampleRun of(Sample sample, URI root, Path cookies, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SERVER_URL", root.toString(),
                "COOKIE_DIRECTORY", cookies.toString(),
                "GENERAL_USER", "general",
                "GENERAL_PASSWORD", "general-password",
                "GENERAL_SECRET", GENERAL_SECRET,
                "ADMIN_USER", "admin",
                "ADMIN_PASSWORD", "admin-password",
                "ADMIN_SECRET", ADMIN_SECRET,
                "NO_PROXY", "127.0.0.1"));
        settings.putAll(changes);
        ProcessBuilder builder = new ProcessBuilder(sample.command(settings)).redirectErrorStream(true);
        builder.environment().putAll(settings);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return run(builder, cookies.resolveSibling("output.txt"));
    }

    private static SampleRun run(ProcessBuilder builder, Path output) {
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
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
