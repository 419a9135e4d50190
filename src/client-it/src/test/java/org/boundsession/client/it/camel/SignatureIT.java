package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flow does with a signature, besides what it does with each kind of binding. */
@ParameterizedClass
@FieldSource("SCRIPTS")
class SignatureIT {

    static final Set<Scripts> SCRIPTS = Routes.SCRIPTS;

    private static final String EXPIRED = "{\"code\":\"proof_expired\",\"message\":\"\",\"server_time\":%d}";

    private static Server server;

    @Parameter
    Scripts scripts;

    private Wire wire;
    private Flow flow;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel-signature");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        wire = Wire.to(server.root());
        flow = flow(Binding.SIGNATURE, Flow.GENERAL_SECRET);
    }

    @AfterEach
    void stop() {
        flow.close();
        wire.close();
    }

    @Test
    void sendsANewSecretWithEachLoginAndTheParameterNever() {
        flow.general(Situation.EMPLOYEES);
        flow.admin(Situation.PAYMENTS);
        flow.general(Situation.EMPLOYEES);

        assertThat(wire.calls())
                .filteredOn(Wire.Call::isLogin)
                .extracting(login -> login.headers().get("secretid"))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(secret -> secret.matches("[\\w-]{43}"));
        assertThat(wire.calls().toString()).doesNotContain(Flow.GENERAL_SECRET, Flow.ADMIN_SECRET);
    }

    @Test
    void signsEachRequestAnewAlsoARepeatedOne() {
        flow.general(Situation.EMPLOYEES);
        AtomicInteger refusals = new AtomicInteger();
        wire.refuse(call -> !call.isLogin() && refusals.incrementAndGet() <= 2, "0");

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.calls())
                .extracting(call -> call.headers().getOrDefault("signature", "none"))
                .hasSize(8)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=1&offset=0&q=J%c3%bcrgen%20%26+Co%2F", "?", "?limit=1&q=%7E'()*;:@$,"})
    void signsTheQueryAsItIsSent(String query) {
        assertThat(flow.general(Situation.EMPLOYEES + query).status()).isEqualTo("200");
        assertThat(wire.calls())
                .last()
                .satisfies(call -> assertThat(call.path() + "?").contains(Situation.EMPLOYEES + query));
    }

    @Test
    void failsInsteadOfSigningAQueryThatIsEncodedOnTheWay() {
        Exchange exchange = flow.failing(Situation.EMPLOYEES + "?q=Jürgen");

        assertThat(exchange.getException()).hasStackTraceContaining("address: must be percent-encoded");
        assertThat(wire.calls()).allMatch(Wire.Call::isLogin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proof_invalid", "proof_required"})
    void reportsARefusedSignatureAndDoesNotRepeatIt(String code) {
        wire.answer(call -> !call.isLogin(), 401, "{\"code\":\"" + code + "\",\"message\":\"\"}");

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo(code);
        assertThat(wire.calls()).hasSize(2);
    }

    @Test
    void signsAnewIfTheServerHasSeenTheSignature() {
        AtomicInteger calls = new AtomicInteger();
        wire.answer(
                call -> !call.isLogin() && calls.incrementAndGet() == 1,
                401,
                "{\"code\":\"proof_replayed\",\"message\":\"\"}");

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.calls()).extracting(Wire.Call::status).containsExactly(200, 401, 200, 200);
    }

    /** The server that answers the other requests takes a signature from ten seconds ahead. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void learnsTheClockOnce(boolean atLogin) {
        flow.general(Situation.EMPLOYEES);
        wire.forget();
        wire.answer(call -> call.isLogin() == atLogin, 401, EXPIRED.formatted(System.currentTimeMillis() / 1000 + 8));

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("proof_expired");
        List<Long> times = wire.calls().stream()
                .filter(call -> call.isLogin() == atLogin)
                .map(SignatureIT::created)
                .toList();
        assertThat(times).hasSize(2);
        assertThat(times.get(1)).isGreaterThan(times.get(0) + 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"binding\":\"secret\"",
                ",\"binding\":\"signature\"",
                ",\"binding\":\"signature\",\"keyid\":\"short\"",
                ",\"keyid\":\"SSvrL0qHQ-KvjaxTzOcXgg\""
            })
    void takesNoSessionThatIsNotBoundByASignature(String members) {
        wire.addCookie("Session_ID=of-another-kind; Path=/; HttpOnly");
        wire.answer(Wire.Call::isLogin, 200, "{\"code\":\"logged_in\"" + members + "}");

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("binding_ignored");
        assertThat(wire.calls()).hasSize(1);
        assertThat(flow.kept("cookie_general")).isNull();
    }

    @Test
    void logsInOnceAfterAChangeOfTheSetting() {
        for (Binding binding : List.of(Binding.SECRET, Binding.SIGNATURE, Binding.SECRET)) {
            wire.forget();
            replaceBy(flow(binding, Flow.GENERAL_SECRET));

            assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
            assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
            assertThat(wire.calls()).extracting(Wire.Call::customStatus).containsExactly("N", "", "A", "");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void logsInIfTheKeptKeyCannotBeRead(boolean damaged) {
        flow.general(Situation.EMPLOYEES);
        wire.forget();
        replaceBy(flow(Binding.SIGNATURE, damaged ? Flow.GENERAL_SECRET : "another-parameter"));
        if (damaged) {
            flow.setCookie("cookie_general", flow.kept("cookie_general").replaceFirst("..$", ""));
        }

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.calls()).extracting(Wire.Call::customStatus).containsExactly("N", "");
    }

    /** As a trace does, which has headers, properties and body of each step. */
    @Test
    void hasTheSecretOfTheSessionInNothingButTheLogin() {
        Trace trace = Trace.of(flow.context());
        flow.general(Situation.EMPLOYEES);
        flow.general(Situation.EMPLOYEES);

        wire.calls().stream()
                .filter(Wire.Call::isLogin)
                .forEach(login -> assertThat(trace.stepsWith(login.headers().get("secretid")))
                        .isNotEmpty()
                        .allMatch(step -> step.contains("/login") || step.contains("extract")));
        assertThat(trace.stepsWith(Flow.GENERAL_SECRET)).isEmpty();
        assertThat(flow.kept("cookie_general")).isNotNull();
    }

    private Flow flow(Binding binding, String parameter) {
        return Flow.to(wire.root())
                .binding(binding)
                .scripts(scripts)
                .with("user_secret", parameter)
                .start();
    }

    /** Goes on with another flow that finds the variable of the present one. */
    private void replaceBy(Flow next) {
        next.setCookie("cookie_general", flow.kept("cookie_general"));
        flow.close();
        flow = next;
    }

    private static long created(Wire.Call call) {
        return Long.parseLong(call.headers().get("signature-input").replaceFirst(".*;created=(\\d+);.*", "$1"));
    }
}
