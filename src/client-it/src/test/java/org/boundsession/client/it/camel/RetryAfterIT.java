package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow waits for a single digit of seconds; any other Retry-After is for the caller, RFC 9110 section 10.2.3. */
@ParameterizedClass
@EnumSource
class RetryAfterIT {

    @Parameter
    Binding binding;

    private static Server server;

    private Wire wire;
    private Flow flow;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel-retry-after");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        wire = Wire.to(server.root());
        flow = Flow.to(wire.root()).binding(binding).start();
    }

    @AfterEach
    void stop() {
        flow.close();
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 21 Oct 2099 07:28:00 GMT", "10", "soon", "-1", "1.5", "x"})
    void leavesOtherValuesOfALoginToTheCaller(String value) {
        wire.refuse(Wire.Call::isLogin, value);

        Flow.Result result = flow.general(Situation.EMPLOYEES);

        assertThat(result.status()).isEqualTo("busy");
        assertThat(result.exchange().getMessage().getHeader("Retry-After")).isEqualTo(value);
        assertThat(wire.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 21 Oct 2099 07:28:00 GMT", "10", "soon"})
    void leavesOtherValuesOfACallToTheCaller(String value) {
        wire.refuse(call -> !call.isLogin(), value);

        Flow.Result result = flow.general(Situation.EMPLOYEES);

        assertThat(result.status()).isEqualTo("503");
        assertThat(result.exchange().getMessage().getHeader("Retry-After")).isEqualTo(value);
        assertThat(wire.calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void repeatsALoginAfterASingleDigit(String value) {
        wire.refuse(call -> wire.calls().isEmpty(), value);

        assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
        assertThat(wire.calls()).hasSize(3);
    }
}
