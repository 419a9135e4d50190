package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of the sender of a message change neither the requests of the flow nor what it makes of their answers. */
@ParameterizedClass
@EnumSource
class SenderIT {

    @Parameter
    Binding binding;

    private static Server server;

    private Wire wire;
    private Wire elsewhere;
    private Flow flow;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel-sender");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        wire = Wire.to(server.root());
        elsewhere = Wire.to(server.root());
        flow = Flow.to(wire.root()).binding(binding).start();
    }

    @AfterEach
    void stop() {
        flow.close();
        elsewhere.close();
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "CamelRestHttpUri"})
    void doNotRedirectARequest(String header) {
        Flow.Result result = call(header, elsewhere.root().toString());

        assertThat(elsewhere.calls()).isEmpty();
        assertUnchanged(result);
    }

    @ParameterizedTest
    @CsvSource({
        "CamelHttpPath, /getpaymentdetails",
        "CamelHttpQuery, limit=1",
        "CamelHttpRawQuery, limit=1",
        "CamelRestHttpQuery, limit=1",
        "CamelHttpMethod, DELETE",
        "CamelHttpHost, elsewhere.example",
        "CamelHttpProtocolVersion, HTTP/1.0",
        "Content-Type, application/x-www-form-urlencoded",
        "Retry-After, 600",
        "secretid, secret-of-the-sender",
        "binding, secret",
        "Cookie, Session_ID=of-the-sender",
        "Signature, bs=:of-the-sender:",
        "Signature-Input, 'bs=();tag=\"bound-session\"'"
    })
    void doNotChangeARequest(String header, String value) {
        assertUnchanged(call(header, value));
    }

    @Test
    void doNotCountAsTheAnswerOfARefusedLogin() {
        wire.refuse(Wire.Call::isLogin, "120");

        Flow.Result result = flow.call(
                "general",
                Situation.EMPLOYEES,
                Map.of("custom_status", "N", "Set-Cookie", "Session_ID=of-the-sender; Path=/"));

        assertThat(result.status()).isEqualTo("busy");
        assertThat(wire.calls()).hasSize(1);
        assertThat(flow.cookie("cookie_general")).isNull();
    }

    private Flow.Result call(String header, String value) {
        return flow.call("general", Situation.EMPLOYEES, Map.of(header, value));
    }

    private void assertUnchanged(Flow.Result result) {
        assertThat(result.status()).isEqualTo("200");
        assertThat(wire.calls())
                .extracting(call -> call.method() + " " + call.path())
                .containsExactly("GET " + path("login"), "GET " + path("getemployeedetails"));
        assertThat(wire.calls())
                .allMatch(call -> call.headers().get("host").equals(wire.root().getAuthority()));
    }

    private String path(String name) {
        return wire.root().getPath() + name;
    }
}
