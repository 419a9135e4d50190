package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.client.it.Server;
import org.boundsession.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The flow and sessions that end by their absolute lifetime, and a secret that the server does not take. */
@ParameterizedClass
@EnumSource
class ExpiryIT {

    @Parameter
    Binding binding;

    /** Longer than a login and a call take on a busy machine: a session that ends in between is lost before its use. */
    private static final String LIFETIME_SECONDS = "8";

    @Test
    void logsInAgainAfterTheSessionHasExpired() {
        try (Server server = Server.start("camel-expiry", "BOUND_SESSION_ABSOLUTE_TIMEOUT", LIFETIME_SECONDS);
                Wire wire = Wire.to(server.root());
                Flow flow = Flow.to(wire.root()).binding(binding).start()) {
            assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
            awaitEnd(new Operator(server.root()), flow.cookie("cookie_general"));

            assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo("200");
            assertThat(wire.logins("N")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void reportsASecretThatIsTooShort() {
        try (Server server = Server.start("camel-secret");
                Wire wire = Wire.to(server.root());
                Flow flow = Flow.to(wire.root())
                        .binding(binding)
                        .with("user_secret", "short")
                        .start()) {
            // A signature never sends it.
            String expected = binding == Binding.SECRET ? "secret_malformed" : "200";
            assertThat(flow.general(Situation.EMPLOYEES).status()).isEqualTo(expected);
            assertThat(wire.calls().get(0).headers().get("secretid").equals("short"))
                    .isEqualTo(binding == Binding.SECRET);
        }
    }

    private static void awaitEnd(Operator operator, String cookie) {
        Request call = Request.get(Situation.EMPLOYEES).header("Cookie", cookie).secret(Flow.GENERAL_SECRET);
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!operator.client().send(call).body().contains("login_required")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
