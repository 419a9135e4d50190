package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Third-party servlets behind the filter: dispatches, errors, and minimal entries in {@code web.xml}. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DispatchIT {

    private static final String SECRET = DeployedWar.SECRET;

    @ArquillianResource
    URL url;

    private Client client;

    @Deployment(testable = false)
    static WebArchive war() {
        String type = DispatchServlet.class.getName();
        String session = SessionServlet.class.getName();
        return Wars.withWebXml(
                        "dispatch",
                        Wars.all(
                                Wars.servlet(type, "/open", "public"),
                                Wars.servlet(type, "/bound", "bound"),
                                Wars.servlet(session, "/open-session", "public"),
                                Wars.servlet(session, "/bound-session", "bound"),
                                Wars.servlet(type, "/forgotten", "")
                                        .andThen(xml -> xml.replaceFirst(
                                                "<init-param><param-name>bound-session.access</param-name><param-value></param-value></init-param>",
                                                ""))::apply))
                .addClasses(DispatchServlet.class, SessionServlet.class);
    }

    @BeforeEach
    void pointClient() {
        client = DeployedWar.clientOf(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bound?who:am-i", "/forgotten?who:am-i"})
    void guardsServletsThatNameNoRole(String path) {
        String session = login();

        Response anonymous = client.send(Request.get(path));
        Response bound = client.send(Request.get(path).cookie(session).secret(SECRET));

        assertThat(anonymous.code()).isEqualTo("login_required");
        assertThat(bound.body()).isEqualTo("general general true false BoundSession");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include"})
    void letsAdmittedCodeDispatchWithin(String how) {
        Response response = client.send(
                Request.get("/bound?" + how + ":/health/live").cookie(login()).secret(SECRET));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("UP");
    }

    @Test
    void decidesAgainOnAsyncDispatch() {
        String session = login();

        Response toGuarded = client.send(Request.get("/open?async:/getpaymentdetails"));
        Response toOtherRole = client.send(
                Request.get("/open?async:/getpaymentdetails").cookie(session).secret(SECRET));
        Response toOwn = client.send(
                Request.get("/bound?async:/getemployeedetails").cookie(session).secret(SECRET));

        assertThat(toGuarded.code()).isEqualTo("login_required");
        assertThat(toOtherRole.code()).isEqualTo("access_denied");
        assertThat(toOwn.body()).contains("\"employees\"");
    }

    @ParameterizedTest
    @CsvSource({
        "400, request_refused",
        "401, login_required",
        "403, access_denied",
        "404, not_found",
        "405, method_not_allowed",
        "409, request_refused",
        "500, internal_error",
        "501, internal_error"
    })
    void answersErrorsOfTheContainerAsJson(int status, String code) {
        Response response = client.send(Request.get("/open?error:" + status));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.code()).isEqualTo(code);
        assertThat(response.body()).doesNotContain("stays inside");
        assertThat(response.headers("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw:up", "rename:session"})
    void tellsNothingOfAFaultInsideAServlet(String order) {
        Response response =
                client.send(Request.get("/bound?" + order).cookie(login()).secret(SECRET));

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.code()).isEqualTo("internal_error");
        assertThat(response.body()).doesNotContain("stays inside", "Exception");
    }

    @Test
    void keepsSessionWhoseIdAServletTriedToChange() {
        String session = login();

        client.send(Request.get("/bound?rename:session").cookie(session).secret(SECRET));

        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(session)
                                .secret(SECRET))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/open-session, read, none",
        "/open-session, read-async, none",
        "/open-session, end, none",
        "/open-session, is-valid, false",
        "/open-session, write, refused: a public servlet",
        "/open-session, rename, refused: a public servlet",
        "/open?forward:/bound-session, read, none",
        "/open?forward:/bound-session, end, none",
        "/open?include:/bound-session, read, none",
        "/open?include:/bound-session, end, none",
        "/open?async:/open-session, read, none",
        "/open?async:/open-session, end, none"
    })
    void showsNoBoundSessionToPublicServlets(String path, String order, String answer) {
        String session = login();
        Request owners = Request.get("/bound-session").cookie(session).secret(SECRET);
        client.send(owners.header("order", "write"));
        Request thiefs = Request.get(path).cookie(session).header("order", order);

        Response cookieAlone = client.send(thiefs);
        Response guess = client.send(thiefs.secret(DeployedWar.OTHER_SECRET));
        Response owner = client.send(owners.header("order", "read"));

        assertThat(cookieAlone.body()).startsWith(answer);
        assertThat(guess.body()).startsWith(answer);
        assertThat(cookieAlone.headers("Set-Cookie")).isEmpty();
        assertThat(owner.body()).isEqualTo(SessionServlet.NOTE);
    }

    @Test
    void showsItsSessionToABoundServletReachedFromAPublicOne() {
        String session = login();
        Request order =
                Request.get("/open?async:/bound-session").cookie(session).secret(SECRET);

        assertThat(client.send(order.header("order", "write")).body()).isEqualTo(SessionServlet.NOTE);
        assertThat(client.send(order.header("order", "end")).body()).isEqualTo("ended");
        assertThat(client.send(order.header("order", "read")).code()).isEqualTo("login_required");
    }

    @Test
    void logsInByAForwardFromAPublicServlet() {
        Request order = Request.get("/open?forward:/login").secret(SECRET);

        Response first = client.send(order.basic("general", "general-password"));
        Response again = client.send(order.cookie(first.sessionId()));
        Response other = client.send(order.cookie(first.sessionId()).basic("admin", "admin-password"));

        assertThat(first.customStatus()).isEqualTo("N");
        assertThat(again.customStatus()).isEqualTo("A");
        assertThat(other.customStatus()).isEqualTo("N");
    }

    @Test
    void letsPublicServletsUseSessionsThatAreNotBound() {
        Request order = Request.get("/open-session");

        Response written = client.send(order.header("order", "write"));

        assertThat(written.body()).isEqualTo(SessionServlet.NOTE);
        assertThat(client.send(order.header("order", "read")).body()).isEqualTo("none");
        if (StoreUnderTest.isContainer()) {
            Request again = order.cookie(written.sessionId());
            assertThat(client.send(again.header("order", "read")).body()).isEqualTo(SessionServlet.NOTE);
            assertThat(client.send(again.header("order", "read-async")).body()).isEqualTo(SessionServlet.NOTE);
            assertThat(client.send(again.header("order", "is-valid")).body()).isEqualTo("true");
            Response renamed = client.send(again.header("order", "rename"));
            Request renamedAgain = order.cookie(renamed.sessionId());
            assertThat(renamed.body()).isEqualTo("renamed");
            assertThat(client.send(renamedAgain.header("order", "end")).body()).isEqualTo("ended");
            assertThat(client.send(renamedAgain.header("order", "read")).body()).isEqualTo("none");
        }
    }

    private String login() {
        return client.login("general", "general-password", SECRET).sessionId();
    }
}
