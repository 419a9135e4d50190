package org.boundsession.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The administration at {@code /admin/}, and what the console shows of it. */
class AdminPageIT extends PageTest {

    private static final String SECRET = "the-client-holds-this";
    private static final String ROWS = "#sessions tbody tr";

    @Test
    void endsOneSessionAfterAConfirmation() {
        sessionOf("nobody");
        sessionOf("general");
        String session = sessionOf("jürgen", "pässwörd:with:colons");
        openAdministration();
        page.screen(1360, 520);
        page.screenshot("admin");
        search("jürgen");
        page.awaitRows(ROWS, 1);

        page.pressFirst(ROWS + " button");
        page.awaitText("confirm-text", "jürgen");
        page.type(Keys.ESCAPE);
        assertThat(call(session).status()).isEqualTo(200);
        page.pressFirst(ROWS + " button");
        page.press("confirm-yes");

        page.awaitText("sessions", "No live session");
        assertThat(call(session).code()).isEqualTo("login_required");
    }

    @Test
    void endsAllSessionsOfAUser() {
        List<String> sessions = List.of(sessionOf("both"), sessionOf("both"), sessionOf("both"));
        openAdministration();
        search("both");
        page.awaitRows(ROWS, 3);

        page.press("end-all");
        page.press("confirm-yes");

        page.awaitText("sessions", "No live session");
        assertThat(sessions)
                .allSatisfy(session -> assertThat(call(session).code()).isEqualTo("login_required"));
    }

    @Test
    void showsInTheConsoleThatAnAdminHasEndedTheSession() {
        open("/bound-session/").signIn("general");
        page.awaitRows("#data-panel tbody tr", 10);
        String operator = sessionOf("operator");

        Response ended = client().send(Request.of("DELETE", "/admin/sessions?user=general")
                .cookie(operator)
                .secret(SECRET));
        page.press("check");

        assertThat(ended.status()).isEqualTo(200);
        page.awaitState("session ended");
        assertThat(page.text("reason")).contains("somebody ended it");
    }

    @Test
    void listsTheOwnSessionsInTheConsoleAndEndsTheOthers() {
        String other = sessionOf("admin");
        open("/bound-session/").signIn("admin");
        page.awaitRows("#own-list li", 2);

        page.press("own-others");

        page.awaitRows("#own-list li", 1);
        assertThat(call(other).code()).isEqualTo("login_required");
    }

    @Test
    void signsItsCallsAndShowsTheKindOfEachSession() {
        sessionOf("general");
        openAdministration();

        assertThat(rowOfThisPage()).contains("signature");
        search("general");

        page.awaitText("sessions", "secret");
    }

    @Test
    void sendsTheSecretIfItsUserChoosesSo() {
        open("/bound-session/admin/").choose("secret");
        page.signIn("operator");
        page.until("a table", () -> !page.texts(ROWS).isEmpty());

        assertThat(rowOfThisPage()).contains("secret");
    }

    @Test
    void showsNothingWithoutTheRole() {
        open("/bound-session/admin/").signIn("general");

        page.awaitText("denied", "403 access_denied");

        assertThat(page.texts(ROWS)).isEmpty();
    }

    @Test
    void showsThrottledAddressesAndHealthAndDrains() {
        openAdministration();
        page.press("tab-throttled");
        page.awaitText("throttled", "Nobody is kept out");
        page.press("tab-health");
        page.awaitText("health", "200 UP");

        page.press("drain");
        page.press("confirm-yes");
        page.awaitText("health", "503 DOWN");
        page.press("undrain");

        page.awaitText("health", "200 UP");
        page.screenshot("admin-health");
    }

    @Test
    void isAccessibleLightAndDark() {
        open("/bound-session/admin/").assertIsAccessible();
        page.signIn("operator");
        page.until("a table", () -> !page.texts(ROWS).isEmpty());
        page.assertIsAccessible();
        page.colours("dark");
        page.assertIsAccessible();
        page.press("tab-health");
        page.awaitText("health", "200 UP");
        page.assertIsAccessible();
    }

    @Test
    void fitsANarrowScreen() {
        open("/bound-session/admin/").screen(360, 780);
        page.assertFitsTheScreen();

        page.signIn("operator");
        page.until("a table", () -> !page.texts(ROWS).isEmpty());

        page.assertFitsTheScreen();
    }

    private void openAdministration() {
        open("/bound-session/admin/").signIn("operator");
        page.until("a table", () -> !page.texts(ROWS).isEmpty());
    }

    private String rowOfThisPage() {
        return page.texts(ROWS).stream()
                .filter(row -> row.contains("this page"))
                .findFirst()
                .orElseThrow();
    }

    private void search(String user) {
        page.fill("search-user", user);
        page.type(Keys.ENTER);
        page.awaitText("sessions-range", user);
    }

    private static String sessionOf(String user) {
        return sessionOf(user, user + Page.PASSWORD);
    }

    private static String sessionOf(String user, String password) {
        Request login = Request.get("/login").basic(user, password).header("User-Agent", "curl/8.5.0");
        return client().send(login.secret(SECRET)).sessionId();
    }

    private static Response call(String session) {
        return client().send(Request.get("/sessions").cookie(session).secret(SECRET));
    }
}
