package org.boundsession.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes what a Tomcat prints to a file, and finds in it that it has started. */
final class TomcatConsole {

    private static final long START_SECONDS = 90;

    private TomcatConsole() {}

    static void awaitStart(Process process, Path console) {
        CountDownLatch started = new CountDownLatch(1);
        Thread reader = new Thread(() -> follow(process, console, started), "tomcat console");
        reader.setDaemon(true);
        reader.start();
        try {
            if (started.await(START_SECONDS, TimeUnit.SECONDS) && process.isAlive()) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("Tomcat did not start:\n" + BaseFiles.read(console));
    }

    private static void follow(Process process, Path console, CountDownLatch started) {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var out = Files.newBufferedWriter(console)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line + "\n");
                out.flush();
                if (line.contains("Server startup in")) {
                    started.countDown();
                }
            }
        } catch (IOException ended) {
            // The process was killed with its output open.
            return;
        } finally {
            started.countDown();
        }
    }
}
