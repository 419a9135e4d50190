package org.boundsession.client.it.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.boundsession.client.it.Server;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many runs of the flow at once that share nothing but the variables, as a platform starts them. */
@ParameterizedClass
@EnumSource
class ParallelFlowsIT {

    @Parameter
    Binding binding;

    private static final int THREADS = 12;
    private static final int CALLS = 24;

    @Test
    void succeedAllAfterAnExpiryIfAUserMayHaveManySessions() {
        try (Server server = Server.start("camel-parallel");
                Wire wire = Wire.to(server.root())) {
            assertThat(statuses(server, wire, true)).hasSize(CALLS).containsOnly("200");
            assertThat(wire.logins("N")).isBetween(1L, (long) THREADS);

            // A server that is slow may be busy, but no session is lost.
            assertThat(statuses(server, wire, true, Change.NO_RETRY)).doesNotContain("401");

            assertThat(statuses(server, wire, false, Change.LOGIN_BY_ONE_CONSUMER))
                    .containsOnly("200");
            assertThat(wire.logins("N")).isEqualTo(1);
        }
    }

    /** Each login ends the session of the login before, and the calls that use it are refused. */
    @Test
    void takeSessionsFromEachOtherIfAUserMayHaveOne() {
        try (Server server = Server.start("camel-one-session", "BOUND_SESSION_SESSIONS_PER_USER", "1");
                Wire wire = Wire.to(server.root())) {
            assertThat(statuses(server, wire, true, Change.NO_RETRY)).contains("401");

            assertThat(statuses(server, wire, false, Change.LOGIN_BY_ONE_CONSUMER))
                    .containsOnly("200");
            assertThat(wire.logins("N")).isEqualTo(1);
        }
    }

    @Test
    void loseNoCallInTenExpiries() {
        try (Server server = Server.start("camel-expiries");
                Flow flow = Flow.to(server.root()).binding(binding).start()) {
            Operator operator = new Operator(server.root());
            List<String> states = new ArrayList<>();
            for (int expiry = 0; expiry < 10; expiry++) {
                operator.endSessionsOf("general");
                operator.endSessionsOf("admin");
                states.addAll(Parallel.run(THREADS, run -> callAs(flow, run)));
            }

            assertThat(states).hasSize(10 * THREADS).containsOnly("200");
        }
    }

    /**
     * Returns the results of the calls on all threads after the sessions have ended.
     *
     * @param atOnce if no login is answered before all threads have logged in, which a slow server may prevent
     */
    private List<String> statuses(Server server, Wire wire, boolean atOnce, Change... changes) {
        try (Flow flow = Flow.to(wire.root()).binding(binding).changed(changes).start()) {
            wire.afterLogin(() -> {});
            flow.general(Situation.EMPLOYEES);
            new Operator(server.root()).endSessionsOf("general");
            wire.forget();
            CountDownLatch logins = new CountDownLatch(atOnce ? THREADS : 0);
            wire.afterLogin(() -> countDown(logins));
            return Parallel.run(THREADS, run -> twoCalls(flow)).stream()
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private static void countDown(CountDownLatch logins) {
        logins.countDown();
        try {
            if (!logins.await(5, TimeUnit.SECONDS)) {
                System.out.println("Not all threads have logged in within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> twoCalls(Flow flow) {
        return List.of(
                flow.general(Situation.EMPLOYEES).status(),
                flow.general(Situation.EMPLOYEES).status());
    }

    private static String callAs(Flow flow, int run) {
        Flow.Result result = run % 2 == 0 ? flow.general(Situation.EMPLOYEES) : flow.admin(Situation.PAYMENTS);
        return result.status();
    }
}
