package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.boundsession.it.Calls.call;
import static org.boundsession.it.Calls.open;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.servers.FakeClock;
import org.boundsession.servers.PostgresServer;
import org.boundsession.servers.TomcatProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node whose time of day is changed, or differs from that of the store. */
@Timeout(240)
class ClockIT {

    private static final int HOUR_SECONDS = 3_600;
    private static final int AHEAD_SECONDS = 200;
    private static final int IDLE_SECONDS = 6;
    private static final Duration LONGER_THAN_IDLE = Duration.ofSeconds(IDLE_SECONDS + 2);
    private static final Duration UNTIL_TAKEN_OVER = Duration.ofSeconds(3);
    private static final long PAUSE_NANOS = 200_000_000;

    @BeforeAll
    static void requireFakeTime() {
        assumeThat(FakeClock.isInstalled() || "true".equals(System.getenv("CI")))
                .as("libfaketime is not installed, so nothing is tested here")
                .isTrue();
    }

    @Test
    void measuresIdleTimeThroughStepsOfTheTimeOfDayInTheContainer() throws Exception {
        try (Nodes nodes = Nodes.inContainer()) {
            TomcatProcess.Base base = nodes.baseIdleFor(IDLE_SECONDS, "stepped");
            FakeClock timeOfDay = FakeClock.of(base);
            stepBackAndForth(nodes.start(base).client(""), timeOfDay, 0);
        }
    }

    @Test
    void measuresIdleTimeThroughStepsOfTheTimeOfDayInAStoreAndWarnsOfAnotherClockThere() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Nodes nodes = Nodes.on(postgres)) {
            TomcatProcess.Base base = nodes.baseIdleFor(IDLE_SECONDS, "ahead");
            FakeClock timeOfDay = FakeClock.of(base);
            timeOfDay.setAhead(AHEAD_SECONDS);
            TomcatProcess ahead = nodes.start(base);

            stepBackAndForth(ahead.client(""), timeOfDay, AHEAD_SECONDS);

            assertThat(ready(ahead.client("")).body())
                    .startsWith("{\"status\":\"UP\",")
                    .contains("{\"skewed\":true}", "\"warnings\":[\"clock_skew\"]");
            assertThat(ready(nodes.client("right")).body())
                    .startsWith("{\"status\":\"UP\",")
                    .contains("{\"skewed\":false}")
                    .doesNotContain("warnings");
            assertThat(ahead.console().lines().filter(line -> line.contains("The clock of this node is")))
                    .singleElement()
                    .asString()
                    .containsPattern(" \\d{3} s ahead of ");
        }
    }

    private static void stepBackAndForth(Client client, FakeClock timeOfDay, long offset) {
        String used = open(client);
        String unused = open(client);

        timeOfDay.setAhead(offset - HOUR_SECONDS);
        Set<Integer> meanwhile = statusesWithin(LONGER_THAN_IDLE, client, used);
        int idle = call(client, unused).status();
        timeOfDay.setAhead(offset);
        Set<Integer> rightAgain = statusesWithin(UNTIL_TAKEN_OVER, client, used);
        timeOfDay.setAhead(offset + HOUR_SECONDS);
        Set<Integer> ahead = statusesWithin(UNTIL_TAKEN_OVER, client, used);

        assertThat(meanwhile).containsOnly(200);
        assertThat(idle).as("the one that was not used").isEqualTo(401);
        assertThat(rightAgain).as("the one that was used").containsOnly(200);
        assertThat(ahead).as("the one that was used, an hour ahead").containsOnly(200);
    }

    private static Set<Integer> statusesWithin(Duration time, Client client, String session) {
        Set<Integer> statuses = new HashSet<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            statuses.add(call(client, session).status());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return statuses;
    }

    private static Response ready(Client client) {
        return client.send(Request.get("/health/ready"));
    }
}
