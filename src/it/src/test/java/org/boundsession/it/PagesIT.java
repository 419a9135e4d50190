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

/** Pages of an application that use the session: an error page, and JSP pages among the public files. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PagesIT {

    private static final String SECRET = DeployedWar.SECRET;

    @ArquillianResource
    URL url;

    private Client client;

    @Deployment(testable = false)
    static WebArchive war() {
        String session = SessionServlet.class.getName();
        String dispatch = DispatchServlet.class.getName();
        return Wars.withWebXml(
                        "error-page",
                        Wars.all(
                                Wars.servlet(dispatch, "/open", "public"),
                                Wars.servlet(dispatch, "/bound", "bound"),
                                Wars.servlet(session, "/failed", "bound"),
                                // Named as the servlet of each container for JSP pages.
                                Wars.servlet(session, "/jsp", "bound"),
                                Wars.parameter("public-files", "/jsp"),
                                Wars.parameter("error-servlet", "failed"),
                                xml -> xml.replace("<location>/error</location>", "<location>/failed</location>")))
                .addClasses(DispatchServlet.class, SessionServlet.class);
    }

    @BeforeEach
    void pointClient() {
        client = DeployedWar.clientOf(url);
    }

    /** A JSP page is code: it may read the session of any client that calls it. */
    @Test
    void serveNoJspPageByAPatternOfFiles() {
        Response stranger = client.send(Request.get("/jsp"));
        Response owner = client.send(Request.get("/jsp").cookie(login()).secret(SECRET));

        assertThat(stranger.code()).isEqualTo("login_required");
        assertThat(owner.code()).isEqualTo("not_found");
    }

    @Test
    void showNoSessionToARequestThatHasNotProvedItsSecret() {
        String session = login();
        Request thiefs = Request.get("/open?error:409").cookie(session);
        Request owners = Request.get("/failed").cookie(session).secret(SECRET);
        client.send(owners.header("order", "write"));

        Response read = client.send(thiefs.header("order", "read"));
        Response end = client.send(thiefs.header("order", "end"));

        assertThat(read.status()).isEqualTo(409);
        assertThat(read.body()).isEqualTo("none");
        assertThat(end.body()).isEqualTo("none");
        assertThat(client.send(owners.header("order", "read")).body()).isEqualTo(SessionServlet.NOTE);
    }

    @Test
    void showTheSessionToTheErrorPageOfAnAdmittedRequest() {
        Request failing = Request.get("/bound?error:409").cookie(login()).secret(SECRET);

        Response response = client.send(failing.header("order", "write"));

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.body()).isEqualTo(SessionServlet.NOTE);
    }

    private String login() {
        return client.login("general", "general-password", SECRET).sessionId();
    }
}
