package org.boundsession.client.it.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Packages of npm in the versions of a package-lock.json, installed when they are needed.
 *
 * @param source has package.json and package-lock.json
 * @param directory below target
 */
record NpmPackages(Path source, Path directory) {

    private static final String LOCK = "package-lock.json";
    private static final int INSTALL_SECONDS = 180;

    /** Skips the test if they cannot be installed, but fails it in continuous integration. */
    void assumeInstalled() {
        Programs.assumeInstalled("npm");
        Programs.assume(isInstalled() || install(), "npm failed, see " + directory.resolve("npm.txt"));
    }

    private boolean isInstalled() {
        try {
            Path installed = directory.resolve("node_modules").resolve(".installed");
            return Files.exists(installed) && Files.mismatch(installed, source.resolve(LOCK)) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean install() {
        try {
            Files.createDirectories(directory);
            for (String name : List.of("package.json", LOCK)) {
                Files.copy(source.resolve(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!runNpm()) {
                return false;
            }
            Files.copy(source.resolve(LOCK), directory.resolve("node_modules").resolve(".installed"));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean runNpm() throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("npm.txt").toFile())
                .start();
        if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            return false;
        }
        return npm.exitValue() == 0;
    }
}
