package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Situations that the flow must handle, with their assertions: for the flow as it is, and for one with a mistake. */
final class Situation {

    static final String EMPLOYEES = "/getemployeedetails";
    static final String PAYMENTS = "/getpaymentdetails";

    private final Binding binding;
    private final Flow flow;
    private final Wire wire;
    private final Operator operator;

    Situation(Binding binding, Flow flow, Wire wire, Operator operator) {
        this.binding = binding;
        this.flow = flow;
        this.wire = wire;
        this.operator = operator;
    }

    void logsInOnce() {
        Flow.Result first = flow.general(EMPLOYEES);
        Flow.Result second = flow.general(EMPLOYEES);

        assertThat(List.of(first, second)).extracting(Flow.Result::status).containsOnly("200");
        assertThat(first.body()).contains("\"employees\":[{");
        assertThat(wire.calls()).extracting(Wire.Call::customStatus).containsExactly("N", "", "A", "");
    }

    void keepsTwoUsersApart() {
        for (int i = 0; i < 3; i++) {
            assertThat(flow.general(EMPLOYEES).status()).isEqualTo("200");
            assertThat(flow.admin(PAYMENTS).status()).isEqualTo("200");
        }

        assertThat(wire.calls())
                .filteredOn(Wire.Call::isLogin)
                .extracting(Wire.Call::customStatus)
                .containsExactly("N", "N", "A", "A", "A", "A");
    }

    /** The variable is the only place of the cookie: if it is deleted, the next login starts a session. */
    void forgetsTheCookieWithTheVariable() {
        flow.general(EMPLOYEES);
        flow.setCookie("cookie_general", null);
        wire.forget();

        assertThat(flow.general(EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.calls()).extracting(Wire.Call::customStatus).containsExactly("N", "");
        assertThat(wire.calls().get(0).headers().getOrDefault("cookie", "")).doesNotContain("Session_ID");
    }

    void sendsNothingButItsOwnHeaders() {
        Map<String, Object> inbound = Map.of(
                "Authorization", "Bearer of-the-sender",
                "X-Of-The-Sender", "internal",
                "custom_status", "A",
                "Cookie", "Session_ID=of-the-sender",
                "CamelHttpUri", "http://127.0.0.1:1/elsewhere");

        assertThat(flow.call("general", EMPLOYEES, inbound).status()).isEqualTo("200");
        assertThat(flow.call("general", EMPLOYEES, inbound).status()).isEqualTo("200");

        Set<String> sent = new TreeSet<>();
        wire.calls().stream()
                .filter(call -> !call.isLogin())
                .forEach(call -> sent.addAll(call.headers().keySet()));
        sent.removeAll(Set.of("host", "user-agent", "accept-encoding", "connection"));
        assertThat(sent).isEqualTo(binding.headers());
        assertThat(wire.calls()).noneMatch(call -> call.headers().toString().contains("of-the-sender"));
    }

    void logsInAgainIfTheSessionIsLostBeforeTheCall() {
        wire.afterLogin(() -> {
            wire.afterLogin(() -> {});
            operator.endSessionsOf("general");
        });

        assertThat(flow.general(EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.calls()).extracting(Wire.Call::status).containsExactly(200, 401, 200, 200);
    }
}
