package org.boundsession.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.boundsession.client.it.Flow.EMPLOYEES;

import java.net.URI;
import java.nio.file.Path;
import org.boundsession.client.Binding;
import org.boundsession.parallel.Parallel;
import org.boundsession.servers.FakeClock;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose time of day differs from that of a client that signs. */
@Timeout(120)
class ClockIT {

    @BeforeAll
    static void requireFakeTime() {
        assumeThat(FakeClock.isInstalled() || "true".equals(System.getenv("CI")))
                .as("libfaketime is not installed, so nothing is tested here")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-3600, 3600})
    void isLearnedOnce(int seconds) throws Exception {
        TomcatProcess.Base base =
                TomcatProcess.configured("client-clock").war(Path.of(System.getProperty("it.war")), "bound-session");
        FakeClock.of(base).setAhead(seconds);
        URI root = URI.create("http://127.0.0.1:" + base.port() + "/bound-session/");

        try (TomcatProcess server = base.start()) {
            Flow flow = Flow.of(root, "general", Binding.SIGNATURE);
            assertThat(flow.get(EMPLOYEES).statusCode()).isEqualTo(200);
            assertThat(flow.statuses()).containsExactly(200, 401, 200);

            assertThat(Parallel.run(12, i -> flow.get(EMPLOYEES).statusCode())).containsOnly(200);
            assertThat(flow.get("binding").body()).containsPattern("\"clock_offset_seconds\":-?[01]\\D");
            flow.client().logout();
            assertThat(flow.statuses()).hasSize(3 + 12 + 2).endsWith(200, 204);

            assertThat(Flow.of(root, "general", Binding.SIGNATURE)
                            .send("HEAD", EMPLOYEES)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.logs()).doesNotContain("SEVERE");
        }
    }
}
