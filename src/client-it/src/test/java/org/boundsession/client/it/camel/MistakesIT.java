package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each setting of the flow is needed: without it, the flow fails in a situation that it handles with the setting. */
@ParameterizedClass
@EnumSource
class MistakesIT {

    @Parameter
    Binding binding;

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
        assertFailsWith(Change.DEFAULT_COOKIE_STORE, Situation::forgetsTheCookieWithTheVariable);
    }

    /** As a platform does that keeps one session for a whole flow. */
    @Test
    void aCookieStoreThatUsersShareEndsTheSessionOfTheOther() {
        assertFailsWith(Change.SHARED_COOKIE_STORE, Situation::keepsTwoUsersApart);
    }

    @Test
    void withoutAnAllowListHeadersOfTheLoginsAnswerAreSent() {
        assertFailsWith(Change.NO_ALLOW_LIST, Situation::sendsNothingButItsOwnHeaders);
    }

    @Test
    void withoutTheMethodTheAnswerOfTheLoginIsPosted() {
        assertFailsWith(Change.NO_GET, Situation::logsInOnce);
    }

    @Test
    void withoutARetryALostSessionFailsTheCall() {
        assertFailsWith(Change.NO_RETRY, Situation::logsInAgainIfTheSessionIsLostBeforeTheCall);
    }

    /** Asserts that the flow handles the situation, and that the flow with the change does not. */
    private void assertFailsWith(Change change, Consumer<Situation> situation) {
        run(situation);
        assertThatThrownBy(() -> run(situation, change))
                .isInstanceOf(AssertionError.class)
                .hasMessageNotContaining("The flow failed");
    }

    private void run(Consumer<Situation> situation, Change... changes) {
        try (Wire wire = Wire.to(server.root());
                Flow flow =
                        Flow.to(wire.root()).binding(binding).changed(changes).start()) {
            situation.accept(new Situation(binding, flow, wire, operator));
        }
    }
}
