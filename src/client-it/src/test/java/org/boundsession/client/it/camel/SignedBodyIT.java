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
        try (Flow flow = Flow.to(server.root())
                .binding(Binding.SIGNATURE)
                .scripts(scripts)
                .start()) {
            assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("400");
            addPost(flow);

            Exchange posted = flow.context().createProducerTemplate().request("direct:post", request -> {
                request.getMessage().setHeader("Cookie", flow.kept("cookie_general"));
                request.getMessage().setHeader("Content-Type", "application/json");
                request.getMessage().setBody("{\"name\":\"Jürgen\"}".getBytes(StandardCharsets.UTF_8));
            });

            assertThat(posted.getMessage().getBody(String.class))
                    .contains(
                            "\"method\":\"POST\"",
                            "\"path\":\"/bound-session/binding/a;v=1\"",
                            "\"query\":\"?x=%2F%20J%c3%bcrgen\"");
        }
    }

    private static void addPost(Flow flow) throws Exception {
        String address = server.root() + "binding/a;v=1?x=%2F%20J%c3%bcrgen";
        RouteBuilder.addRoutes(
                flow.context(),
                routes -> routes.from("direct:post")
                        .setProperty("binding", routes.constant("signature"))
                        .setProperty("secretAlias", routes.constant("user_secret"))
                        .setProperty("address", routes.constant(address))
                        .setProperty("method", routes.constant("POST"))
                        .setProperty("components", routes.constant("@authority content-type"))
                        .to("{{sign-request}}")
                        .setHeader(Exchange.HTTP_URI, routes.constant(address))
                        .to(server.root() + "?httpMethod=POST&throwExceptionOnFailure=false"));
    }
}
