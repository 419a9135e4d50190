package org.boundsession.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.binding.secret.Secret;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.it.Wars;
import org.boundsession.session.SessionIds;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Inspects the map of bindings inside the container while requests reach the same application. */
@ExtendWith(ArquillianExtension.class)
class BindingsInsideIT {

    private static final String SECRET = "the-client-holds-this";

    @ArquillianResource
    URL url;

    @ArquillianResource
    ServletContext context;

    private Client client;
    private Bindings hashes;

    @Deployment
    static WebArchive war() {
        return Wars.withWebXml("inside", Wars.all(Wars.testRunner(), Wars.maxAge(2)))
                .addPackage("org.boundsession.http");
    }

    @BeforeEach
    void lookInside() {
        client = new Client(url.getHost(), url.getPort(), context.getContextPath());
        hashes = (Bindings) context.getAttribute(Bindings.class.getName());
        hashes.all().stream()
                .filter(binding -> !binding.hasEnded())
                .forEach(binding -> sessionOf(binding).invalidate());
        awaitEmpty();
    }

    @Test
    void holdsBcryptHashOfCostTenAndNeverTheSecret() {
        String id = login();

        Binding binding = hashes.find(SessionIds.withoutRoute(id));

        assertNotNull(binding);
        assertTrue(
                binding.possession().storedForm().matches("\\{secret\\}[0-9a-f]{8}:\\$2b\\$10\\$[./A-Za-z0-9]{53}"),
                "form of the hash");
        assertEquals(1, hashes.size());
    }

    @Test
    void keepsOnlyStringsAndNumbersInTheSession() {
        login();
        HttpSession session = sessionOf(onlyBinding());

        List<String> names = Collections.list(session.getAttributeNames());

        assertEquals(8, names.size());
        for (String name : names) {
            Object value = session.getAttribute(name);
            assertTrue(value instanceof String || value instanceof Long, name);
            assertFalse(value.toString().contains(SECRET), name);
        }
    }

    @Test
    void isEmptyAfterLogout() {
        String id = login();

        client.send(Request.post("/logout").cookie(id).secret(SECRET));

        assertEquals(0, hashes.size());
    }

    @Test
    void isEmptyAfterAnotherSecret() {
        String id = login();

        client.send(Request.get("/getemployeedetails").cookie(id).secret("another-secret"));

        assertEquals(0, hashes.size());
    }

    @Test
    void isEmptyAfterExpiryWithoutAnyRequest() {
        login();

        awaitEmpty();
    }

    @Test
    void isEmptyAfterTheContainerEndsTheSession() {
        login();

        sessionOf(onlyBinding()).invalidate();

        awaitEmpty();
    }

    @Test
    void verifiesSessionFromElsewhereOnceByItsHashAndThenFast() {
        String id = login();
        HttpSession session = sessionOf(onlyBinding());
        hashes.forget(onlyBinding());

        Response first =
                client.send(Request.get("/getemployeedetails").cookie(id).secret(SECRET));
        Binding arrived = hashes.find(SessionIds.withoutRoute(id));
        Response second =
                client.send(Request.get("/getemployeedetails").cookie(id).secret(SECRET));

        assertEquals(200, first.status());
        assertEquals(200, second.status());
        assertNotNull(arrived);
        assertEquals(Answer.WRONG, arrived.possession().check(Secret.ofLatin1("another-secret")), "known, not unknown");
        assertEquals(session.getId(), sessionOf(arrived).getId());
    }

    @Test
    void destroysSessionFromElsewhereOnAnotherSecret() {
        String id = login();
        hashes.forget(onlyBinding());

        Response response =
                client.send(Request.get("/getemployeedetails").cookie(id).secret("another-secret"));

        assertEquals("session_invalidated", response.code());
        assertEquals(0, hashes.size());
    }

    @Test
    void takesSessionBoundUnderAnUnknownPepperForNone() {
        String id = login();
        HttpSession session = sessionOf(onlyBinding());
        String hash = onlyBinding().possession().storedForm();
        hashes.forget(onlyBinding());
        session.setAttribute("org.boundsession.hash", "00000000" + hash.substring(8));

        Response response =
                client.send(Request.get("/getemployeedetails").cookie(id).secret(SECRET));

        assertEquals("login_required", response.code());
        assertNull(response.header("Set-Cookie").orElse(null));
    }

    @Test
    void holdsNothingAfterAThousandRefusedRequests() {
        for (int i = 0; i < 334; i++) {
            client.send(Request.get("/getemployeedetails").secret(SECRET));
            client.send(Request.get("/login").cookie("F00").secret(SECRET));
            client.send(Request.get("/login").basic("general", "x").secret("short"));
        }
        client.login("general", "wrong", SECRET);

        assertEquals(0, hashes.size());
    }

    private void awaitEmpty() {
        for (int i = 0; i < 100 && hashes.size() > 0; i++) {
            LockSupport.parkNanos(100_000_000);
        }
        assertEquals(0, hashes.size());
    }

    private String login() {
        return client.login("general", "general-password", SECRET).sessionId();
    }

    private static HttpSession sessionOf(Binding binding) {
        return java.util.Objects.requireNonNull(binding.holder());
    }

    private Binding onlyBinding() {
        return hashes.all().iterator().next();
    }
}
