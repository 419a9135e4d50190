package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.boundsession.client.it.Server;
import org.junit.jupiter.api.Test;

/** No password, secret or cookie gets out of the flow, neither with a result nor into a log. */
class LeakIT {

    @Test
    void givesNothingSecretAway() {
        try (Server server = Server.start("camel-leak");
                Wire wire = Wire.to(server.root());
                Log log = Log.start()) {
            try (Flow flow = Flow.to(wire.root()).start()) {
                Flow.Result success = flow.general(Situation.EMPLOYEES);
                Flow.Result denied = flow.general(Situation.PAYMENTS);
                Flow.Result admin = flow.admin(Situation.PAYMENTS);
                List<String> secrets = secrets(flow);

                wire.close();
                Exchange failed = flow.failing(Situation.EMPLOYEES);

                assertThat(secrets).doesNotContainNull();
                assertThat(results(success, denied, admin)).doesNotContain(secrets);
                assertThat(failed.getException()).isNotNull();
                assertThat(failed + " " + failed.getException()).doesNotContain(secrets);
                assertThat(endpoints(flow)).contains("/login").doesNotContain(secrets);
                assertThat(log.text()).contains("general").doesNotContain(secrets);
                assertThat(server.logs()).doesNotContain(secrets);
            }
        }
    }

    private static List<String> secrets(Flow flow) {
        return List.of(
                Flow.GENERAL_SECRET,
                Flow.ADMIN_SECRET,
                "general-password",
                "admin-password",
                flow.cookie("cookie_general").substring("Session_ID=".length()),
                flow.cookie("cookie_admin").substring("Session_ID=".length()));
    }

    private static String results(Flow.Result... results) {
        return Stream.of(results)
                .map(result -> result + " " + result.exchange().getMessage().getHeaders()
                        + result.exchange().getProperties())
                .collect(Collectors.joining());
    }

    private static String endpoints(Flow flow) {
        return flow.context().getEndpoints().stream().map(Endpoint::toString).collect(Collectors.joining());
    }
}
