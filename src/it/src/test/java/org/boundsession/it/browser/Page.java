package org.boundsession.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A page of the product in a browser, as a person uses it. Not thread-safe. */
final class Page {

    static final String PASSWORD = "-password";

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLLING = Duration.ofMillis(100);
    /** What the server refuses is no error of the page. */
    private static final Pattern REFUSAL =
            Pattern.compile("Failed to load resource: the server responded with a status of (?:4\\d\\d|503)");

    private final ChromeDriver driver;
    private final String url;

    Page(ChromeDriver driver, String url) {
        this.driver = driver;
        this.url = url;
    }

    Page open() {
        driver.get(url);
        until("the page is ready", () -> "closed".equals(attribute("body", "data-state")));
        return this;
    }

    /** Signs in with the password that a user of the tests has. */
    void signIn(String user) {
        submit(user, user + PASSWORD);
        awaitState("session open");
    }

    /** Signs in to a session whose calls are signed. */
    void signInToSign(String user) {
        choose("signature");
        signIn(user);
    }

    void choose(String binding) {
        pressFirst("[name=binding][value=" + binding + "]");
    }

    void submit(String user, String password) {
        fill("user", user);
        fill("password", password);
        driver.findElement(By.cssSelector("#sign-in .primary")).click();
    }

    void fill(String id, String text) {
        WebElement field = driver.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    void press(String id) {
        driver.findElement(By.id(id)).click();
    }

    /** Presses an element that is there, or comes in a moment. */
    void pressFirst(String selector) {
        until(selector, () -> !driver.findElements(By.cssSelector(selector)).isEmpty());
        driver.findElement(By.cssSelector(selector)).click();
    }

    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses Tab until the element has the focus. */
    void tabTo(String id) {
        move(id, Keys.TAB);
    }

    void tabBackTo(String id) {
        move(id, Keys.chord(Keys.SHIFT, Keys.TAB));
    }

    private void move(String id, CharSequence key) {
        for (int i = 0; i < 60 && !id.equals(focused()); i++) {
            type(key);
        }
        assertThat(focused()).isEqualTo(id);
    }

    String focused() {
        return String.valueOf(driver.switchTo().activeElement().getDomAttribute("id"));
    }

    String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    List<String> texts(String selector) {
        // In one step, because the page may replace an element between two.
        Object texts = driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(element => element.innerText)", selector);
        return ((List<?>) texts).stream().map(String::valueOf).toList();
    }

    private String attribute(String tag, String name) {
        return String.valueOf(driver.findElement(By.tagName(tag)).getDomAttribute(name));
    }

    void awaitState(String state) {
        until("the state is " + state, () -> text("state").equals(state));
    }

    void awaitText(String id, String part) {
        until(id + " says " + part, () -> text(id).contains(part));
    }

    void awaitRows(String selector, int number) {
        until(number + " rows of " + selector, () -> texts(selector).size() == number);
    }

    /** Opens the newest entry of the log whose text has a part, and returns all that it shows then. */
    String logEntry(String part) {
        String entry =
                "[...document.querySelectorAll('#log details')].find(one => one.innerText.includes('" + part + "'))";
        until("an entry with " + part, () -> run("return !!" + entry).equals("true"));
        run(entry + ".open = true");
        // The page fills it when it hears that it was opened.
        until(
                "its details",
                () -> run("return !!" + entry + ".querySelector('.exchange')").equals("true"));
        return run("return " + entry + ".innerText");
    }

    void until(String what, Condition condition) {
        new WebDriverWait(driver, PATIENCE, POLLING).withMessage(what).until(unused -> condition.holds());
    }

    /** Something that comes true in a moment. */
    @FunctionalInterface
    interface Condition {
        boolean holds();
    }

    String run(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    void screen(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void assertFitsTheScreen() {
        assertThat(run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing is wider than the screen")
                .isEqualTo("true");
    }

    void assertIsAccessible() {
        assertThat(new AxeBuilder().analyze(driver).getViolations())
                .extracting(Rule::getId, Rule::getNodes)
                .isEmpty();
    }

    /** No exception of a script, no violation of the policy, no file that is not there. */
    void assertHasNoError() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .filteredOn(message -> !REFUSAL.matcher(message).find())
                .isEmpty();
    }

    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
