package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.confirm;
import static org.boundsession.it.Calls.logout;
import static org.boundsession.it.Calls.open;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes of one container that replicates the sessions, as the guide tells an admin to configure it. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ReplicationContract {

    private static final int IDLE_SECONDS = 6;
    private static final int NEW_SESSIONS = 10;
    private static final long PAUSE_NANOS = 300_000_000;
    private static final long MORE_THAN_IDLE_NANOS = 8_000_000_000L;

    /** Except by time: two nodes may find in the same moment that a session has expired. */
    private static final Pattern END =
            Pattern.compile("\"event.action\":\"(?!login_|session_expired)\\w+\".*?\"session.id\":\"([0-9a-f]+)\"");

    private final ExecutorService threads = Executors.newCachedThreadPool();

    Client a;
    Client b;

    /** Stops both nodes and returns their audit logs. */
    abstract String stop();

    /** The WAR, with a short idle time and the servlet that the tests hold requests in. */
    static WebArchive war() {
        return Wars.withWebXml(
                        "replicated",
                        Wars.all(
                                Wars.maxAge(IDLE_SECONDS),
                                Wars.servlet(HoldingServlet.class.getName(), "/hold", "bound")))
                .addClass(HoldingServlet.class);
    }

    /** The ways in which a client's request ends a session. */
    enum End {
        LOGOUT((node, session) -> assertThat(logout(node, session).status()).isEqualTo(204)),
        WRONG_SECRET((node, session) ->
                assertThat(call(node, session, DeployedWar.OTHER_SECRET).code()).isEqualTo("session_invalidated"));

        private final BiConsumer<Client, String> request;

        End(BiConsumer<Client, String> request) {
            this.request = request;
        }
    }

    @AfterAll
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void servesSessionOfTheOtherNode() {
        String session = open(a);

        assertThat(call(b, session).status()).isEqualTo(200);
        assertThat(confirm(b, session).customStatus()).isEqualTo("A");
        assertThat(call(a, session).status()).isEqualTo(200);
    }

    @Test
    void servesSignedSessionOfTheOtherNode() {
        SignedSession session = SignedSession.open(a);

        assertThat(session.at(b).call().status()).isEqualTo(200);
        assertThat(session.call().status()).isEqualTo(200);
    }

    /** The response of a login is not sent before the session is replicated. */
    @Test
    void servesEachNewSessionOfTheOtherNodeAtOnce() {
        for (int i = 0; i < NEW_SESSIONS; i++) {
            assertThat(call(b, open(a)).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void endsSessionOnBothNodes(End end) {
        String session = open(a);

        end.request.accept(b, session);

        assertEnded(session);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void endsSessionThatARequestOfTheOtherNodeIsUsing(End end) {
        String session = open(a);
        CompletableFuture<Response> held = CompletableFuture.supplyAsync(() -> hold(session, "hold"), threads);
        String other = open(a);
        while (!hold(other, "holding").body().equals("1")) {
            assertThat(held).isNotDone();
            LockSupport.parkNanos(PAUSE_NANOS);
        }

        end.request.accept(b, session);
        assertThat(held).as("the request goes on").isNotDone();
        assertEnded(session);
        assertThat(hold(other, "release").status()).isEqualTo(200);

        assertThat(held.join().status()).isEqualTo(200);
        assertEnded(session);
    }

    private Response hold(String session, String order) {
        return a.send(Request.get("/hold?" + order).cookie(session).secret(DeployedWar.SECRET));
    }

    private void assertEnded(String session) {
        for (Client node : List.of(a, b)) {
            assertThat(call(node, session).code()).isEqualTo("login_required");
        }
    }

    @Test
    void keepsSessionThatIsProvedAtOneNodeAndEndsOneThatIsNot() {
        String proved = open(a);
        String unproved = open(a);
        assertThat(call(b, proved).status()).isEqualTo(200);
        assertThat(call(b, unproved).status()).isEqualTo(200);

        long end = System.nanoTime() + MORE_THAN_IDLE_NANOS;
        while (System.nanoTime() - end < 0) {
            assertThat(call(a, proved).status()).isEqualTo(200);
            a.send(Request.get("/getemployeedetails").cookie(unproved));
            b.send(Request.get("/getemployeedetails").cookie(unproved));
            LockSupport.parkNanos(PAUSE_NANOS);
        }

        assertThat(call(b, proved).status()).isEqualTo(200);
        assertThat(call(a, proved).status()).isEqualTo(200);
        assertEnded(unproved);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void reportsEachEndOnceAndNoneOfASessionWhoseNodeStops() {
        open(b);

        String audit = stop();

        List<String> ended = END.matcher(audit)
                .results()
                .map((MatchResult line) -> line.group(1))
                .toList();

        assertThat(ended).hasSize(2 * End.values().length).doesNotHaveDuplicates();
        assertThat(audit).doesNotContain("session_revoked");
    }
}
