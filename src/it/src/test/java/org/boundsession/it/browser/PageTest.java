package org.boundsession.it.browser;

import java.io.File;
import java.nio.file.Path;
import org.boundsession.http.Client;
import org.boundsession.it.Wars;
import org.boundsession.servers.TomcatProcess;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.openqa.selenium.chrome.ChromeDriver;

/** Base class of tests of a page: one Tomcat and one browser for all of them. */
abstract class PageTest {

    static final int SHORT_IDLE_SECONDS = 3;

    private static TomcatProcess tomcat;
    private static ChromeDriver driver;

    Page page;

    @BeforeAll
    static void start() {
        Chromium.assumeInstalled();
        tomcat = TomcatProcess.configured("pages")
                .war(Path.of(System.getProperty("it.war")), "bound-session")
                .war(shortLived(), "short-lived")
                .start();
        driver = Chromium.start();
    }

    private static Path shortLived() {
        File file = Path.of("target/bases/short-lived.war").toFile();
        Wars.withWebXml(
                        "short-lived",
                        Wars.all(
                                Wars.maxAge(SHORT_IDLE_SECONDS),
                                Wars.parameter("proof-components", "@method @path @query @authority")))
                .as(ZipExporter.class)
                .exportTo(file, true);
        return file.toPath();
    }

    @AfterAll
    static void stop() {
        if (driver != null) {
            driver.quit();
        }
        if (tomcat != null) {
            tomcat.close();
        }
    }

    @AfterEach
    void findNoError() {
        page.assertHasNoError();
    }

    /** Opens a page below an application on a desktop's screen, light. */
    Page open(String path) {
        return openFrom("127.0.0.1", path);
    }

    Page openFrom(String host, String path) {
        page = new Page(driver, "http://" + host + ":" + client().port() + path);
        page.colours("light");
        page.screen(1360, 900);
        return page.open();
    }

    static Client client() {
        return tomcat.client("/bound-session");
    }

    static ChromeDriver driver() {
        return driver;
    }
}
