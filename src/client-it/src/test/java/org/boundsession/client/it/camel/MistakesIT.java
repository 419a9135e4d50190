package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each setting of the flow is needed: without it a situation that the flow masters goes wrong. */
class MistakesIT {

    private static Server server;
    private static Operator operator;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel-mistakes");
        operator = new Operator(server.root());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void theCookieStoreOfTheComponentSendsACookieOfItsOwn() {
        assertGoesWrong(Change.DEFAULT_COOKIE_STORE, Situation::forgetsTheCookieWithTheVariable);
    }

    /** As a platform does that keeps one session for a whole flow. */
    @Test
    void aCookieStoreThatUsersShareEndsTheSessionOfTheOther() {
        assertGoesWrong(Change.SHARED_COOKIE_STORE, Situation::keepsTwoUsersApart);
    }

    @Test
    void withoutAnAllowListHeadersOfTheLoginsAnswerAreSent() {
        assertGoesWrong(Change.NO_ALLOW_LIST, Situation::sendsNothingButCookieAndSecret);
    }

    @Test
    void withoutTheMethodTheAnswerOfTheLoginIsPosted() {
        assertGoesWrong(Change.NO_GET, Situation::logsInOnce);
    }

    @Test
    void withoutARetryALostSessionFailsTheCall() {
        assertGoesWrong(Change.NO_RETRY, Situation::logsInAgainIfTheSessionIsLostBeforeTheCall);
    }

    /** The situation is mastered by the flow as it is, and not by the changed one. */
    private static void assertGoesWrong(Change change, Consumer<Situation> situation) {
        meet(situation);
        assertThatThrownBy(() -> meet(situation, change))
                .isInstanceOf(AssertionError.class)
                .hasMessageNotContaining("The flow failed");
    }

    private static void meet(Consumer<Situation> situation, Change... changes) {
        try (Wire wire = Wire.to(server.root());
                Flow flow = Flow.to(wire.root()).changed(changes).start()) {
            situation.accept(new Situation(flow, wire, operator));
        }
    }
}
