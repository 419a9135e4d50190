package org.boundsession.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.boundsession.client.it.Flow.EMPLOYEES;
import static org.boundsession.client.it.Flow.PAYMENTS;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.boundsession.client.Binding;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many calls at once, while sessions end. */
@Timeout(180)
class ParallelCallsIT {

    private static final int EXPIRIES = 10;

    private static Server server;
    private static Operator operator;

    @BeforeAll
    static void start() {
        server = Server.start("parallel");
        operator = new Operator(server.root());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** 24 calls on 12 threads. */
    private static List<Integer> calls(Flow flow) {
        return Parallel.run(
                        12,
                        i -> List.of(
                                flow.get(EMPLOYEES).statusCode(),
                                flow.get(EMPLOYEES).statusCode()))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static void assertOneLoginForEachExpiry(Flow flow, Operator ending) throws Exception {
        flow.get(EMPLOYEES);
        for (int i = 1; i <= EXPIRIES; i++) {
            ending.endSessionsOf("general");
            assertThat(calls(flow)).hasSize(24).containsOnly(200);
            assertThat(flow.http().sessions()).isEqualTo(1 + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void allSucceedWithOneLoginAfterEachExpiry(Binding binding) throws Exception {
        assertOneLoginForEachExpiry(Flow.of(server.root(), "general", binding), operator);
    }

    @Test
    void allSucceedWithOneLoginAfterEachExpiryIfAUserMayHaveOneSession() throws Exception {
        try (Server strict = Server.start("one-session", "BOUND_SESSION_SESSIONS_PER_USER", "1")) {
            assertOneLoginForEachExpiry(Flow.of(strict.root(), "general"), new Operator(strict.root()));
        }
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void allSucceedWithOneLoginAfterTheServerHasExpiredTheSession(Binding binding) throws Exception {
        try (Server forgetful = Server.start("expiry", "BOUND_SESSION_ABSOLUTE_TIMEOUT", "8")) {
            Flow flow = Flow.of(forgetful.root(), "general", binding);
            flow.get(EMPLOYEES);
            awaitExpiry(flow);

            assertThat(calls(flow)).hasSize(24).containsOnly(200);
            assertThat(flow.http().sessions()).isEqualTo(2);
        }
    }

    /**
     * With a limit of eight seconds, which no call extends. A session that signs is asked for a signature until then.
     */
    private static void awaitExpiry(Flow flow) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(flow.root().resolve(EMPLOYEES))
                .header("Cookie", flow.http().lastCookie())
                .header("secretid", "general-secret-1")
                .build();
        RecordingHttpClient http = new RecordingHttpClient();
        while (!http.send(request, BodyHandlers.ofString()).body().contains("login_required")) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void ofClientsThatShareNothingSucceedWithALoginEach(Binding binding) throws Exception {
        List<Flow> flows = IntStream.range(0, 12)
                .mapToObj(i -> Flow.of(server.root(), "general", binding))
                .toList();
        Parallel.run(12, i -> flows.get(i).get(EMPLOYEES));

        for (int i = 0; i < EXPIRIES; i++) {
            operator.endSessionsOf("general");
            assertThat(Parallel.run(12, j -> flows.get(j).get(EMPLOYEES).statusCode()))
                    .containsOnly(200);
        }

        assertThat(flows).extracting(flow -> flow.http().sessions()).containsOnly(1L + EXPIRIES);
    }

    @ParameterizedTest
    @EnumSource(Binding.class)
    void doNotFailWithSessionsOf250MillisecondsAndCauseOneLoginForEach(Binding binding) throws Exception {
        Flow general = Flow.of(server.root(), "general", binding);
        Flow admin = Flow.of(server.root(), "admin", binding);
        Queue<Integer> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger calls = new AtomicInteger();

        try (ShortSessions sessions = ShortSessions.of(Duration.ofMillis(250), operator)) {
            Parallel.run(32, i -> {
                while (failures.isEmpty() && (calls.getAndIncrement() < 5_000 || sessions.expiries() < 2 * EXPIRIES)) {
                    int status = (i % 2 == 0 ? general.get(EMPLOYEES) : admin.get(PAYMENTS)).statusCode();
                    if (status != 200) {
                        failures.add(status);
                    }
                }
                return i;
            });

            assertThat(failures).isEmpty();
            assertThat(general.http().sessions() + admin.http().sessions()).isLessThan(sessions.expiries() + 10);
        }
    }
}
