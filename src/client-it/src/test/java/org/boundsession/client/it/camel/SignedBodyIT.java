package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The script signs a request that the kit's flow does not send, as a flow that was changed may. */
@ParameterizedClass
@EnumSource(names = {"V1", "V2"})
class SignedBodyIT {

    private static Server server;

    @Parameter
    Scripts scripts;

    @BeforeAll
    static void startServer() {
        server = Server.start("camel-body", "BOUND_SESSION_PROOF_COMPONENTS", "@method @path @query @authority");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void signsBodyServerAndAHeader() throws Exception {
        String posted = send("POST", server.root() + "binding/a;v=1?x=%2F%20J%c3%bcrgen");

        assertThat(posted)
                .contains(
                        "\"method\":\"POST\"",
                        "\"path\":\"/bound-session/binding/a;v=1\"",
                        "\"query\":\"?x=%2F%20J%c3%bcrgen\"");
    }

    /** A flow that repeats has the properties of the call still set. */
    @Test
    void signsALoginWithoutTheMethodAndTheHeadersOfTheCall() throws Exception {
        assertThat(send("GET", server.root() + "login")).contains("\"code\":\"session_authorized\"");
    }

    /** Sends a request in the session of the flow, with the properties of a POST. */
    private String send(String method, String address) throws Exception {
        try (Flow flow = Flow.to(server.root())
                .binding(Binding.SIGNATURE)
                .scripts(scripts)
                .start()) {
            // The flow itself does not sign the authority, which this server asks for.
            assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("400");
            addRoute(flow, method, address);
            Exchange sent = flow.context().createProducerTemplate().request("direct:send", request -> {
                request.getMessage().setHeader("Cookie", flow.kept("cookie_general"));
                request.getMessage().setHeader("Content-Type", "application/json");
                request.getMessage().setBody("{\"name\":\"Jürgen\"}".getBytes(StandardCharsets.UTF_8));
            });
            return sent.getMessage().getBody(String.class);
        }
    }

    private static void addRoute(Flow flow, String method, String address) throws Exception {
        RouteBuilder.addRoutes(
                flow.context(),
                routes -> routes.from("direct:send")
                        .setProperty("binding", routes.constant("signature"))
                        .setProperty("secretAlias", routes.constant("user_secret"))
                        .setProperty("address", routes.constant(address))
                        .setProperty("method", routes.constant("POST"))
                        .setProperty("components", routes.constant("@authority content-type"))
                        .to("{{sign-request}}")
                        .setHeader(Exchange.HTTP_URI, routes.constant(address))
                        .to(server.root() + "?throwExceptionOnFailure=false&httpMethod=" + method));
    }
}
