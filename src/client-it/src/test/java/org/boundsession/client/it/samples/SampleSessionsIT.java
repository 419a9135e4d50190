package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each sample logs in, keeps the session of each user, and logs in again when it has ended. */
@ExtendWith(SampleServer.class)
class SampleSessionsIT {

    private static final String EMPLOYEES = "/getemployeedetails";
    private static final String CUSTOMERS = "/getcustomerdetails";
    private static final String PAYMENTS = "/getpaymentdetails";

    @TempDir
    private Path directory;

    private SampleRunner runner;

    @BeforeEach
    void open() {
        runner = SampleRunner.against(SampleServer.root(), directory);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    @ParameterizedTest
    @EnumSource
    void logsInOnceForEachOfTwoUsersAndKeepsTheirCookiesApart(Sample sample) {
        SampleRun run = runner.run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(runner.logins()).containsExactlyInAnyOrderEntriesOf(Map.of("general", 1L, "admin", 1L));
        assertThat(runner.statuses(EMPLOYEES)).hasSize(sample.parallelCalls).containsOnly(200);
        assertThat(runner.statuses(CUSTOMERS)).hasSize(sample.parallelCalls).containsOnly(200);
        assertThat(runner.statuses(PAYMENTS)).containsExactly(200, 403);
        assertThat(runner.cookiesOf("general")).hasSize(1);
        assertThat(runner.cookiesOf("admin")).hasSize(1);
        assertThat(runner.signatures())
                .hasSize(sample.signs ? runner.dataCalls().size() : 0);
        assertThat(runner.dataCalls()).allSatisfy(call -> {
            runner.assertProven(call);
            assertThat(call.header("Cookie")).matches("Session_ID=[^;,]+");
            assertThat(call.header("Authorization")).isEmpty();
        });
        assertThat(run.output()).contains("403");
    }

    @ParameterizedTest
    @EnumSource
    void logsInAgainWhenTheServerNoLongerHasTheSession(Sample sample) {
        runner.gateway().endSessionBefore(CUSTOMERS, sample.parallelCalls);

        SampleRun run = runner.run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(runner.logins()).containsExactlyInAnyOrderEntriesOf(Map.of("general", 2L, "admin", 1L));
        assertThat(runner.statuses(CUSTOMERS)).hasSize(2 * sample.parallelCalls).containsOnly(401, 200);
        assertThat(runner.cookiesOf("general")).hasSize(2);
        assertThat(runner.dataCalls()).allSatisfy(runner::assertProven);
        assertThat(runner.statuses(PAYMENTS)).containsExactly(200, 403);
    }

    @ParameterizedTest
    @EnumSource
    void repeatsACallOnlyOnce(Sample sample) {
        runner.gateway().always(CUSTOMERS, new Response(401, List.of(), "{\"code\":\"login_required\"}"));

        SampleRun run = runner.run(sample);

        assertThat(runner.statuses(CUSTOMERS)).hasSize(2 * sample.parallelCalls);
        assertThat(run.output()).contains("401");
    }

    @ParameterizedTest
    @EnumSource
    void waitsOnceAsABusyServerAsks(Sample sample) {
        runner.gateway().once("/login", call -> Optional.of(busy(0)));
        runner.gateway().once(CUSTOMERS, call -> Optional.of(busy(1)));

        SampleRun run = runner.run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(runner.logins()).containsEntry("general", 2L);
        assertThat(runner.statuses(CUSTOMERS)).hasSize(sample.parallelCalls + 1).contains(503, 200);
        assertThat(timeFromRefusalToRepetition()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotWaitForLong(Sample sample) {
        runner.gateway().always(CUSTOMERS, busy(3600));

        SampleRun run = runner.run(sample);

        assertThat(run.output()).contains("503");
        assertThat(runner.statuses(CUSTOMERS)).hasSize(sample.parallelCalls).containsOnly(503);
    }

    @ParameterizedTest
    @EnumSource(names = {"CURL", "SIGNING_CURL"})
    void keepsTheCookieInAFileForTheNextRun(Sample sample) throws IOException {
        runner.run(sample);

        SampleRun next = runner.run(sample);

        assertThat(next.exit()).as(next.output()).isZero();
        assertThat(runner.logins()).containsExactlyInAnyOrderEntriesOf(Map.of("general", 1L, "admin", 1L));
        try (Stream<Path> files = Files.list(directory.resolve("cookies"))) {
            assertThat(files.toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    private static Response busy(int seconds) {
        return new Response(503, List.of("Retry-After: " + seconds), "{\"code\":\"busy\"}");
    }

    private Duration timeFromRefusalToRepetition() {
        List<Call> calls = runner.gateway().calls().stream()
                .filter(call -> call.path().equals(CUSTOMERS))
                .toList();
        Call refused =
                calls.stream().filter(call -> call.status() == 503).findFirst().orElseThrow();
        long last = calls.stream().mapToLong(Call::receivedAt).max().orElseThrow();
        return Duration.ofNanos(last - refused.receivedAt());
    }
}
