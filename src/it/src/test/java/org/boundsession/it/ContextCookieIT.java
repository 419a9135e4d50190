package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.CookieJar;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.http.SetCookie;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications in one Tomcat whose session cookies are configured elsewhere than in {@code web.xml}: a cookie jar that
 * follows RFC 6265 keeps and loses the cookie together with the session, with each store.
 */
class ContextCookieIT {

    private static final String HOST = "app.example.test";
    private static final String SECRET = DeployedWar.SECRET;
    private static final Path WAR = Path.of(System.getProperty("it.war")).toAbsolutePath();

    /** Attributes of {@code <Context>} by the name of its file. */
    private static final Map<String, String> CONTEXTS = Map.of(
            "path", "sessionCookiePath='/'",
            "name", "sessionCookieName='SID'",
            "domain", "sessionCookieDomain='example.test'",
            "slash", "sessionCookiePathUsesTrailingSlash='true'",
            "all",
                    "sessionCookieName='__Own' sessionCookiePath='/all/' sessionCookieDomain='example.test'"
                            + " usePartitioned='true'",
            "with blank", "",
            "two#levels", "",
            "version##001", "",
            "ROOT", "");

    private static TomcatProcess tomcat;

    @BeforeAll
    static void start() {
        TomcatProcess.Base base =
                TomcatProcess.configured("context-cookie").env("SESSION_SECRET", StoreUnderTest.SESSION_SECRET);
        CONTEXTS.forEach((name, attributes) -> {
            base.conf("Catalina/localhost/" + name + ".xml", context(attributes, "container"));
            base.conf("Catalina/localhost/" + inStore(name) + ".xml", context(attributes, "jdbc"));
        });
        base.conf("Catalina/localhost/cookieless.xml", context("cookies='false'", "container"));
        // Beside those that a file describes, one that is only a WAR.
        tomcat = base.war(WAR, "bound session").start();
    }

    private static String inStore(String name) {
        return name.equals("ROOT") ? "stored" : name.replaceFirst("(#.*)?$", "-stored$1");
    }

    private static String context(String attributes, String store) {
        return """
                <Context docBase="%s" %s>
                  <Parameter name="bound-session.store" value="%s" override="false"/>
                </Context>
                """.formatted(WAR, attributes, store);
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    static Stream<Arguments> cookies() {
        return Stream.of(
                Arguments.of("/path", "Session_ID", "/", null),
                Arguments.of("/path-stored", "Session_ID", "/", null),
                Arguments.of("/name", "SID", "/name", null),
                Arguments.of("/name-stored", "SID", "/name-stored", null),
                Arguments.of("/domain", "Session_ID", "/domain", "example.test"),
                Arguments.of("/domain-stored", "Session_ID", "/domain-stored", "example.test"),
                Arguments.of("/slash", "Session_ID", "/slash/", null),
                Arguments.of("/slash-stored", "Session_ID", "/slash-stored/", null),
                Arguments.of("/all", "__Own", "/all/", "example.test"),
                Arguments.of("/with%20blank", "Session_ID", "/with%20blank", null),
                Arguments.of("/with%20blank-stored", "Session_ID", "/with%20blank-stored", null),
                Arguments.of("/bound%20session", "Session_ID", "/bound%20session", null),
                Arguments.of("/two/levels", "Session_ID", "/two/levels", null),
                Arguments.of("/two-stored/levels", "Session_ID", "/two-stored/levels", null),
                Arguments.of("/version", "Session_ID", "/version", null),
                Arguments.of("/version-stored", "Session_ID", "/version-stored", null),
                Arguments.of("", "Session_ID", "/", null),
                Arguments.of("/stored", "Session_ID", "/stored", null));
    }

    @ParameterizedTest
    @MethodSource("cookies")
    void keepsAndLosesTheCookieWithTheSession(String context, String name, String path, String domain) {
        CookieJar jar = jar(context);

        Response login = jar.send(login());
        Response again = jar.send(Request.get("/login").secret(SECRET));
        Response data = jar.send(Request.get("/getemployeedetails").secret(SECRET));
        List<String> kept = jar.names();
        Response logout = jar.send(Request.post("/logout").secret(SECRET));

        assertThat(login.setCookie().name()).isEqualTo(name);
        assertThat(login.setCookie().attributes())
                .containsEntry("path", path)
                .containsEntry("max-age", "150")
                .containsEntry("samesite", "Strict")
                .containsKey("httponly");
        assertThat(login.setCookie().attributes().get("domain")).isEqualTo(domain);
        assertThat(again.customStatus()).isEqualTo("A");
        assertThat(withoutDate(again.setCookie())).isEqualTo(withoutDate(login.setCookie()));
        assertThat(data.status()).isEqualTo(200);
        assertThat(data.headers("Set-Cookie")).isEmpty();
        assertThat(kept).containsExactly(name);
        assertThat(logout.status()).isEqualTo(204);
        assertThat(jar.names()).isEmpty();
    }

    private static SetCookie withoutDate(SetCookie cookie) {
        Map<String, String> attributes = new TreeMap<>(cookie.attributes());
        attributes.remove("expires");
        return new SetCookie(cookie.name(), cookie.value(), attributes);
    }

    @ParameterizedTest
    @MethodSource("cookies")
    void losesTheCookieOfASessionThatAWrongSecretHasEnded(String context) {
        CookieJar jar = jar(context);
        jar.send(login());

        Response wrong = jar.send(Request.get("/getemployeedetails").secret(DeployedWar.OTHER_SECRET));

        assertThat(wrong.code()).isEqualTo("session_invalidated");
        assertThat(jar.names()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cookies")
    void spellsTheLoginsUriInTheChallenge(String context) {
        Response anonymous =
                jar(context).send(Request.get("/getemployeedetails").secret(SECRET));

        assertThat(anonymous.required("WWW-Authenticate")).isEqualTo("BoundSession login=\"" + context + "/login\"");
    }

    /** Tomcat adopts the id that a client sends where the cookie's path is the root; a login does not. */
    @Test
    void issuesOneCookieWithAnIdOfItsOwnUnderTheRoot() {
        String fixed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        for (String context : new String[] {"/path", "/path-stored", ""}) {
            Response response = tomcat.client(context).send(login().cookie(fixed));

            assertThat(response.customStatus()).isEqualTo("N");
            assertThat(response.sessionId()).isNotEqualTo(fixed);
        }
    }

    @Test
    void startsNoApplicationThatMaySendNoCookie() {
        Response response = tomcat.client("/cookieless").send(Request.get("/health/live"));

        // The root, whose path it is then, has no such file.
        assertThat(response.code()).isEqualTo("login_required");
        assertThat(tomcat.console()).contains("session tracking mode [COOKIE] requested for context [/cookieless]");
    }

    private static CookieJar jar(String context) {
        return new CookieJar(new Client("127.0.0.1", tomcat.client("").port(), context), HOST);
    }

    private static Request login() {
        return Request.get("/login").basic("general", "general-password").secret(SECRET);
    }
}
