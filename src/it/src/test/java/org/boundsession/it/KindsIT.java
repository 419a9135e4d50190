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

/**
 * Two kinds of binding in one application: the product's in the header {@code x-unused}, and a test's in {@code
 * secretid}.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class KindsIT {

    private static final String WORD = "the-client-holds-this";
    private static final String SECRET = "a-secret-of-the-other-kind";

    @ArquillianResource
    URL url;

    private Client client;

    @Deployment(testable = false)
    static WebArchive war() {
        return Wars.withAnotherKind();
    }

    @BeforeEach
    void pointClient() {
        client = DeployedWar.clientOf(url);
    }

    @Test
    void asksForEvidenceOfTheKindThatTheSessionIsBoundBy() {
        String byWord = login(Request.get("/login").secret(WORD));
        String bySecret = login(Request.get("/login").header("x-unused", SECRET));

        assertThat(client.send(Request.get("/getemployeedetails").cookie(byWord).secret(WORD))
                        .status())
                .isEqualTo(200);
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(bySecret)
                                .header("x-unused", SECRET))
                        .status())
                .isEqualTo(200);
        assertThat(client.send(Request.get("/getemployeedetails")
                                .cookie(bySecret)
                                .secret(WORD))
                        .code())
                .isEqualTo("login_required");
    }

    @Test
    void authorizesSessionByItsOwnKindIfALoginOffersBoth() {
        String byWord = login(Request.get("/login").secret(WORD));

        Response again =
                client.send(Request.get("/login").cookie(byWord).secret(WORD).header("x-unused", SECRET));

        assertThat(again.customStatus()).isEqualTo("A");
    }

    @Test
    void endsSessionByAWrongWordWhateverElseALoginOffers() {
        String byWord = login(Request.get("/login").secret(WORD));

        Response wrong = client.send(
                Request.get("/login").cookie(byWord).secret("another-word").header("x-unused", SECRET));

        assertThat(wrong.code()).isEqualTo("session_invalidated");
        assertThat(client.send(Request.get("/getemployeedetails").cookie(byWord).secret(WORD))
                        .code())
                .isEqualTo("login_required");
    }

    private String login(Request request) {
        return DeployedWar.patiently(client, request.basic("general", "general-password"))
                .sessionId();
    }
}
