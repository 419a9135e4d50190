package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The flow of the kit against the server, with each version of its scripts as they are. */
@ParameterizedClass
@EnumSource
class TwoUsersIT {

    @Parameter
    Binding binding;

    private static final Set<Scripts> SCRIPTS = Routes.SCRIPTS;

    private static Server server;
    private static Operator operator;

    private Wire wire;
    private Flow flow;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel", "BOUND_SESSION_LOGIN_FAILURES", "1000");
        operator = new Operator(server.root());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void stop() {
        flow.close();
        wire.close();
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void logsInOnceAndUsesTheSessionAfterwards(Scripts scripts) {
        start(scripts).logsInOnce();
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void keepsTwoUsersApart(Scripts scripts) {
        start(scripts).keepsTwoUsersApart();

        assertThat(flow.cookie("cookie_general"))
                .startsWith("Session_ID=")
                .doesNotContain(";")
                .isNotEqualTo(flow.cookie("cookie_admin"));
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void forgetsTheCookieWithTheVariable(Scripts scripts) {
        start(scripts).forgetsTheCookieWithTheVariable();
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void sendsNothingButItsOwnHeaders(Scripts scripts) {
        start(scripts).sendsNothingButItsOwnHeaders();
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void logsInAgainIfTheSessionIsLostBeforeTheCall(Scripts scripts) {
        start(scripts).logsInAgainIfTheSessionIsLostBeforeTheCall();
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void overwritesTheCookieOfAnEndedSession(Scripts scripts) {
        start(scripts);
        flow.general(Situation.EMPLOYEES);
        String ended = flow.cookie("cookie_general");

        operator.endSessionsOf("general");
        Flow.Result result = flow.general(Situation.EMPLOYEES);

        assertThat(result.status()).isEqualTo("200");
        assertThat(wire.logins("N")).isEqualTo(2);
        assertThat(flow.cookie("cookie_general")).isNotEqualTo(ended);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void startsANewSessionIfTheSecretOfTheOldOneWasChanged(Scripts scripts) {
        start(scripts);
        String cookie = operator.sessionOf("general", "the-secret-before-its-change");
        flow.setCookie("cookie_general", "Session_ID=" + cookie);

        Flow.Result result = flow.general(Situation.EMPLOYEES);

        assertThat(result.status()).isEqualTo("200");
        assertThat(wire.calls()).extracting(Wire.Call::status).endsWith(200, 200);
        assertThat(wire.calls()).hasSize(binding == Binding.SECRET ? 3 : 2);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void triesAWrongPasswordOnce(Scripts scripts) {
        wire = Wire.to(server.root());
        flow = Flow.to(wire.root())
                .binding(binding)
                .scripts(scripts)
                .with("general.password", "a-wrong-password")
                .start();

        Flow.Result result = flow.general(Situation.EMPLOYEES);

        assertThat(result.status()).isEqualTo("credentials_invalid");
        assertThat(wire.calls()).hasSize(1);
        assertThat(flow.cookie("cookie_general")).isNull();
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void reportsThatTheGeneralUserMayNotReadPayments(Scripts scripts) {
        start(scripts);

        Flow.Result result = flow.general(Situation.PAYMENTS);

        assertThat(result.status()).isEqualTo("403");
        assertThat(result.body()).contains("access_denied");
        assertThat(wire.calls()).hasSize(2);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void reportsABusyServerAndKeepsTheSession(Scripts scripts) {
        start(scripts);
        flow.general(Situation.EMPLOYEES);

        wire.refuse(Wire.Call::isLogin, "120");
        Flow.Result login = flow.general(Situation.EMPLOYEES);
        wire.refuse(call -> !call.isLogin(), "120");
        Flow.Result call = flow.general(Situation.EMPLOYEES);
        wire.refuse(any -> false, "0");
        Flow.Result after = flow.general(Situation.EMPLOYEES);

        assertThat(login.status()).isEqualTo("busy");
        assertThat(call.status()).isEqualTo("503");
        assertThat(call.exchange().getMessage().getHeader("Retry-After")).isEqualTo("120");
        assertThat(after.status()).isEqualTo("200");
        assertThat(wire.logins("N")).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void doesNotTakeAnEarlierAnswerForThatOfARefusedLogin(Scripts scripts) {
        start(scripts).logsInAgainIfTheSessionIsLostBeforeTheCall();
        String cookie = flow.cookie("cookie_general");

        wire.afterLogin(() -> {
            wire.refuse(Wire.Call::isLogin, "120");
            operator.endSessionsOf("general");
        });
        Flow.Result result = flow.general(Situation.EMPLOYEES);

        assertThat(result.status()).isEqualTo("busy");
        assertThat(flow.cookie("cookie_general")).isEqualTo(cookie);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void waitsForABusyServerAsLongAsItAsks(Scripts scripts) {
        start(scripts);
        AtomicInteger refusals = new AtomicInteger();
        wire.refuse(any -> refusals.incrementAndGet() <= 2, "1");
        long start = System.nanoTime();

        Flow.Result result = flow.general(Situation.EMPLOYEES);

        assertThat(result.status()).isEqualTo("200");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    /** The editor of a platform may refuse a default value without a character. */
    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void logsInWithABlankCookie(Scripts scripts) {
        start(scripts);
        flow.setCookie("cookie_general", " ");

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.logins("N")).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void logsInAgainAfterTheServerWasRestarted(Scripts scripts) {
        start(scripts);
        flow.general(Situation.EMPLOYEES);

        try (Server restarted = Server.start("camel-restarted")) {
            wire.connect(restarted.root());
            Flow.Result result = flow.general(Situation.EMPLOYEES);

            assertThat(result.status()).isEqualTo("200");
            assertThat(wire.logins("N")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void readsTheBodyIfABalancerDropsTheHeaderWithAnUnderscore(Scripts scripts) {
        start(scripts);
        wire.drop("custom_status");

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.logins("N")).isEqualTo(1);
        assertThat(wire.logins("A")).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void findsTheSessionBesideTheCookieOfABalancer(Scripts scripts) {
        start(scripts);
        wire.addCookie("BALANCER=node-1; Path=/");

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(flow.cookie("cookie_general")).startsWith("Session_ID=");
    }

    private Situation start(Scripts scripts) {
        wire = Wire.to(server.root());
        flow = Flow.to(wire.root()).binding(binding).scripts(scripts).start();
        return new Situation(binding, flow, wire, operator);
    }
}
