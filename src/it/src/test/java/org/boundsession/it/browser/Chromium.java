package org.boundsession.it.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Starts the Chromium of this machine, if it has one. */
final class Chromium {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** A name of this machine that a browser takes for another's: what comes from there over HTTP is not secure. */
    static final String ELSEWHERE = "elsewhere.test";

    private Chromium() {}

    /** Skips the tests without a Chromium, but fails them where continuous integration has to run them. */
    static void assumeInstalled() {
        boolean installed = Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER);
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("no Chromium: apt-get install chromium chromium-driver");
        }
        assumeTrue(installed, "no Chromium: apt-get install chromium chromium-driver");
    }

    static ChromeDriver start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP " + ELSEWHERE + " 127.0.0.1",
                "--user-data-dir=" + freshDirectory());
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withEnvironment(Map.of("SE_OFFLINE", "true", "SE_AVOID_STATS", "true"))
                .build();
        return new ChromeDriver(service, options);
    }

    private static Path freshDirectory() {
        try {
            Path target = Files.createDirectories(Path.of("target/chromium").toAbsolutePath());
            return Files.createTempDirectory(target, "profile-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
