package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No password, secret or cookie gets out of the flow, neither with a result nor into a log. */
@ParameterizedClass
@EnumSource
class LeakIT {

    @Parameter
    Binding binding;

    /** A server that does not exist. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

    private static Server server;

    private Wire wire;
    private Log log;
    private Flow flow;
    private List<String> secrets;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel-leak");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void logIn() {
        wire = Wire.to(server.root());
        log = Log.start();
        flow = Flow.to(wire.root()).binding(binding).start();
        flow.general(Situation.EMPLOYEES);
        flow.admin(Situation.PAYMENTS);
        secrets = new ArrayList<>(List.of(
                Flow.GENERAL_SECRET,
                Flow.ADMIN_SECRET,
                "general-password",
                "admin-password",
                flow.cookie("cookie_general").substring("Session_ID=".length()),
                flow.cookie("cookie_admin").substring("Session_ID=".length())));
        wire.calls().stream()
                .filter(Wire.Call::isLogin)
                .forEach(login -> secrets.add(login.headers().get("secretid")));
    }

    @AfterEach
    void stop() {
        flow.close();
        log.close();
        wire.close();
        assertThat(log.text()).contains("general").doesNotContain(secrets);
        assertThat(server.logs()).doesNotContain(secrets);
    }

    @Test
    void givesNothingSecretAwayWithAResult() {
        assertGivesNothingAway(flow.general(Situation.EMPLOYEES).exchange());
        assertGivesNothingAway(flow.admin(Situation.PAYMENTS).exchange());
    }

    @Test
    void givesNothingSecretAwayWithARefusedCall() {
        Flow.Result denied = flow.general(Situation.PAYMENTS);

        assertThat(denied.status()).isEqualTo("403");
        assertGivesNothingAway(denied.exchange());
    }

    @Test
    void givesNothingSecretAwayWithARefusedLogin() {
        wire.refuse(Wire.Call::isLogin, "120");

        Flow.Result refused = flow.general(Situation.EMPLOYEES);

        assertThat(refused.status()).isEqualTo("busy");
        assertGivesNothingAway(refused.exchange());
    }

    @Test
    void givesNothingSecretAwayIfTheServerCannotBeReached() {
        wire.close();

        assertFailsWithoutSecrets(flow);
    }

    @Test
    void givesNothingSecretAwayIfTheConnectionIsLostAfterTheLogin() {
        wire.afterLogin(() -> wire.connect(NOWHERE));

        assertFailsWithoutSecrets(flow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"set-secret", "sign-request", "extract-cookie", "read-refusal"})
    void givesNothingSecretAwayIfAScriptFails(String step) throws Exception {
        try (Flow failing = Flow.to(wire.root())
                .binding(binding)
                .with(step, "direct:failing-script")
                .start()) {
            RouteBuilder.addRoutes(
                    failing.context(),
                    routes -> routes.from("direct:failing-script")
                            .script()
                            .groovy("throw new IllegalStateException('The script has failed')"));
            failing.setCookie("cookie_general", flow.cookie("cookie_general"));

            assertFailsWithoutSecrets(failing);
        }
    }

    @Test
    void namesTheLoginInAnEndpointWithoutItsPassword() {
        assertThat(flow.context().getEndpoints().stream().map(Endpoint::toString))
                .anyMatch(endpoint -> endpoint.contains("/login"))
                .noneMatch(endpoint -> secrets.stream().anyMatch(endpoint::contains));
    }

    private void assertFailsWithoutSecrets(Flow failing) {
        Exchange exchange = failing.failing(Situation.EMPLOYEES);

        assertThat(exchange.getException()).isNotNull();
        assertGivesNothingAway(exchange);
    }

    private void assertGivesNothingAway(Exchange exchange) {
        assertThat(exchange.getMessage().getHeaders().toString()).doesNotContain(secrets);
        assertThat(exchange.getAllProperties().toString()).doesNotContain(secrets);
        assertThat(Routes.variables(exchange).toString()).doesNotContain(secrets);
        assertThat(exchange.getMessage().getBody(String.class) + "").doesNotContain(secrets);
        assertThat(trace(exchange.getException())).doesNotContain(secrets);
    }

    private static String trace(Exception exception) {
        StringWriter trace = new StringWriter();
        if (exception != null) {
            exception.printStackTrace(new PrintWriter(trace));
        }
        return trace.toString();
    }
}
