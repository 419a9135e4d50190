package org.boundsession.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs programs to their end. */
final class Commands {

    private Commands() {}

    static String outputOf(List<String> command) throws IOException {
        return outputOf(Path.of("."), command);
    }

    /** Standard output and error together. A program that is not there, or ends with a failure, is an IOException. */
    static String outputOf(Path directory, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int status = process.waitFor();
            // wrk says its version and fails.
            if (status != 0 && !command.contains("-v")) {
                throw new IOException(command + " ended with " + status + "\n" + output);
            }
            return output;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
