package org.boundsession.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import java.net.URL;
import java.util.List;
import org.boundsession.http.Client;
import org.boundsession.http.Response;
import org.boundsession.it.Wars;
import org.boundsession.parallel.Parallel;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * More logins than the hashing lane admits: bcrypt with cost 13 takes half a second, and a login waits at most three.
 */
@ExtendWith(ArquillianExtension.class)
class FullLaneInsideIT {

    private static final int LOGINS = 4 + 8 * Runtime.getRuntime().availableProcessors();

    @ArquillianResource
    URL url;

    @ArquillianResource
    ServletContext context;

    @Deployment
    static WebArchive war() {
        return Wars.withWebXml("full-lane", Wars.all(Wars.testRunner(), Wars.parameter("bcrypt-cost", "13")))
                .addPackage("org.boundsession.http")
                .addClasses(Parallel.class, Parallel.Task.class);
    }

    @Test
    void leavesNoSessionNoCookieAndNoBindingOfALoginThatFoundNoPlace() {
        Client client = new Client(url.getHost(), url.getPort(), context.getContextPath());
        Bindings hashes = (Bindings) context.getAttribute(Bindings.class.getName());

        List<Response> answers =
                Parallel.run(LOGINS, i -> client.login("general", "general-password", "the-client-holds-this"));

        List<Response> busy =
                answers.stream().filter(answer -> answer.status() == 503).toList();
        assertFalse(busy.isEmpty());
        assertTrue(busy.size() < LOGINS);
        for (Response answer : busy) {
            assertEquals("busy", answer.code());
            assertEquals(List.of(), answer.headers("Set-Cookie"));
            assertEquals(1, answer.headers("Retry-After").size());
        }
        assertEquals(LOGINS - busy.size(), hashes.size());
    }
}
