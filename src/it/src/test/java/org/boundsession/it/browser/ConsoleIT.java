package org.boundsession.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/** The console at the application's root. */
class ConsoleIT extends PageTest {

    private static final String ROWS = "#data-panel tbody tr";

    @Test
    void showsDataPageByPage() {
        open("/bound-session/").signIn("both");
        page.awaitRows(ROWS, 10);
        page.awaitText("data-range", "Employees, rows 1 to 10");

        page.press("data-next");
        page.awaitText("data-range", "rows 11 to 20");
        page.press("tab-payments");

        page.awaitText("data-range", "Payments, rows 1 to 10");
        page.screenshot("console");
    }

    @Test
    void refusesAWrongPasswordWithoutADialogOfTheBrowser() {
        open("/bound-session/").submit("general", "wrong");

        page.until(
                "a refusal",
                () -> page.texts("#sign-in [data-error]").contains("Invalid credentials. Please try again"));

        assertThat(page.focused()).isEqualTo("password");
        assertThat(page.text("state")).isEqualTo("signed out");
    }

    @Test
    void showsThatAStolenCookieOpensNothing() {
        open("/bound-session/").signIn("general");

        page.press("theft-none");
        page.awaitText("theft-results", "401 login_required");
        page.press("theft-own");
        page.awaitText("theft-results", "200 served");
        page.press("theft-other");

        page.awaitState("session ended");
        page.awaitText("theft-results", "401 session_invalidated");
        assertThat(page.text("reason")).contains("wrong secret");
        page.screenshot("theft");
    }

    @Test
    void countsDownToTheEndOfTheIdleTime() {
        open("/short-lived/").signIn("general");
        page.awaitRows(ROWS, 10);

        page.awaitState("session ended");

        assertThat(page.text("reason")).contains("idle time");
        assertThat(page.texts(ROWS)).isEmpty();
    }

    /** People paste the commands into a shell, and a link can add anything to the page's address. */
    @Test
    void showsCommandsWithoutWhatALinkAddsToItsAddress() {
        open("/bound-session/;'$(id)'/");
        page.press("open-help");

        assertThat(page.texts("#help [data-url]"))
                .isNotEmpty()
                .allSatisfy(command ->
                        assertThat(command).endsWith("/bound-session/'").doesNotContain("$(id)"));
    }

    @Test
    void shows403ToAUserWithoutTheRole() {
        open("/bound-session/").signIn("general");
        page.awaitRows(ROWS, 10);
        page.press("sign-out");
        page.awaitState("signed out");

        page.signIn("admin");
        page.awaitText("data-range", "Payments");
        page.press("tab-employees");

        page.awaitText("data-panel", "403 access_denied");
        assertThat(page.text("state")).isEqualTo("session open");
    }

    @Test
    void signsOutWhenThePageIsLeft() {
        open("/bound-session/").signIn("general");
        page.awaitRows(ROWS, 10);

        page.open();
        page.signIn("general");

        page.awaitRows(ROWS, 10);
        assertThat(page.texts("#log summary")).noneMatch(entry -> entry.contains("session_invalidated"));
    }

    @Test
    void givesTheSessionToTheTabThatSignsInLast() {
        open("/bound-session/").signIn("general");
        page.awaitRows(ROWS, 10);
        String first = driver().getWindowHandle();

        driver().switchTo().newWindow(WindowType.TAB);
        try {
            page.open().signIn("admin");
            driver().close();
        } finally {
            driver().switchTo().window(first);
        }

        page.awaitState("session ended");
        assertThat(page.text("reason")).contains("Another tab");
    }

    @Test
    void keepsSecretAndPasswordOutOfTheLog() {
        open("/bound-session/").signIn("general");
        page.awaitRows(ROWS, 10);
        page.awaitRows("#log > li", 3);
        page.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }");

        page.pressFirst("#log li:last-child summary");
        page.pressFirst("#log li:last-child .actions button");

        page.until("a command", () -> page.run("return window.copied ?? ''").startsWith("curl"));
        assertThat(page.run("return window.copied"))
                .isEqualTo("curl -i -b jar -c jar -u 'general' -H 'secretid: YOUR-SECRET' 'http://127.0.0.1:"
                        + client().port() + "/bound-session/login'");
        assertThat(page.text("log")).contains("Authorization: ••••••••", "secretid: ••••••••");
        assertThat(page.run("return document.documentElement.outerHTML")).doesNotContain("general-password");
    }

    @Test
    void worksByKeyboardOnly() {
        open("/bound-session/");

        page.tabTo("user");
        page.type("general");
        page.tabTo("password");
        page.type("general" + Page.PASSWORD, Keys.ENTER);
        page.awaitState("session open");
        assertThat(page.focused()).isEqualTo("session-title");
        page.tabTo("tab-employees");
        page.type(Keys.ARROW_RIGHT);
        page.awaitText("data-range", "Customers, rows 1 to 10");
        page.tabTo("data-next");
        page.type(Keys.ENTER);
        page.awaitText("data-range", "Customers, rows 11 to 20");
        assertThat(page.focused()).isEqualTo("data-next");
        page.tabBackTo("sign-out");
        page.type(Keys.ENTER);

        page.awaitState("signed out");
        assertThat(page.focused()).isEqualTo("user");
    }

    @Test
    void isAccessibleInEachStateLightAndDark() {
        open("/bound-session/").assertIsAccessible();
        page.signIn("both");
        page.awaitRows(ROWS, 10);
        page.awaitRows("#log > li", 3);
        page.press("theft-none");
        page.awaitText("theft-results", "401");
        page.pressFirst("#log summary");
        page.assertIsAccessible();
        page.colours("dark");
        page.screenshot("console-dark");
        page.assertIsAccessible();
        page.press("open-help");
        page.assertIsAccessible();
        page.type(Keys.ESCAPE);
        page.press("theft-other");
        page.awaitState("session ended");
        page.assertIsAccessible();
    }

    @Test
    void fitsANarrowScreen() {
        open("/bound-session/").screen(360, 780);
        page.assertFitsTheScreen();

        page.signIn("both");
        page.awaitRows("#log > li", 3);
        page.pressFirst("#log summary");

        page.screenshot("console-phone");
        page.assertFitsTheScreen();
    }

    @Test
    void describesTheApiInSwaggerUi() {
        open("/bound-session/");

        driver().get(driver().getCurrentUrl() + "docs/");

        page.until("operations", () -> page.texts(".opblock-summary-path").size() > 10);
        page.screenshot("docs");
    }
}
