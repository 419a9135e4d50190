package org.boundsession.client.it.samples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.client.it.Server;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each sample logs in, keeps its sessions, and says what failed, as a program of its own. */
class SamplesIT {

    private static final String EMPLOYEES = "/getemployeedetails";
    private static final String CUSTOMERS = "/getcustomerdetails";
    private static final String PAYMENTS = "/getpaymentdetails";
    private static final String WRONG_PASSWORD = "a-wrong-password";

    private static Server server;

    @TempDir
    private Path directory;

    private Gateway gateway;

    @BeforeAll
    static void startServer() {
        // Each sample fails some logins.
        server = Server.start(
                "samples", "BOUND_SESSION_LOGIN_FAILURES", "1000", "BOUND_SESSION_LOGIN_FAILURES_PER_ADDRESS", "0");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        gateway = Gateway.before(server.root());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void logsInOnceForEachOfTwoUsersAndKeepsTheirCookiesApart(Sample sample) {
        SampleRun run = run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(logins()).containsExactlyInAnyOrderEntriesOf(Map.of("general", 1L, "admin", 1L));
        assertThat(statuses(EMPLOYEES)).hasSize(sample.parallelCalls).containsOnly(200);
        assertThat(statuses(CUSTOMERS)).hasSize(sample.parallelCalls).containsOnly(200);
        assertThat(statuses(PAYMENTS)).containsExactly(200, 403);
        assertThat(cookiesSentWith(SampleRun.GENERAL_SECRET)).hasSize(1);
        assertThat(cookiesSentWith(SampleRun.ADMIN_SECRET)).hasSize(1);
        assertThat(dataCalls()).allSatisfy(call -> {
            assertThat(call.header("Cookie")).matches("Session_ID=[^;,]+");
            assertThat(call.header("Authorization")).isEmpty();
        });
        assertThat(run.output()).contains("403");
    }

    @ParameterizedTest
    @EnumSource
    void logsInAgainWhenTheServerNoLongerHasTheSession(Sample sample) {
        gateway.endSessionBefore(CUSTOMERS);

        SampleRun run = run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(logins()).containsExactlyInAnyOrderEntriesOf(Map.of("general", 2L, "admin", 1L));
        assertThat(statuses(CUSTOMERS)).contains(401);
        assertThat(cookiesSentWith(SampleRun.GENERAL_SECRET)).hasSize(2);
        assertThat(statuses(PAYMENTS)).containsExactly(200, 403);
    }

    @ParameterizedTest
    @EnumSource
    void repeatsACallOnlyOnce(Sample sample) {
        gateway.always(CUSTOMERS, new Response(401, List.of(), "{\"code\":\"login_required\"}"));

        SampleRun run = run(sample);

        assertThat(statuses(CUSTOMERS)).hasSize(2 * sample.parallelCalls);
        assertThat(run.output()).contains("401");
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyALoginFailed(Sample sample) {
        SampleRun run = run(sample, Map.of("GENERAL_PASSWORD", WRONG_PASSWORD));

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("401 credentials_invalid");
        assertThat(logins().get("general")).isLessThanOrEqualTo(2);
        assertThat(dataCalls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void waitsOnceAsABusyServerAsks(Sample sample) {
        gateway.once("/login", call -> Optional.of(busy(0)));
        gateway.once(CUSTOMERS, call -> Optional.of(busy(1)));

        SampleRun run = run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(logins()).containsEntry("general", 2L);
        assertThat(statuses(CUSTOMERS)).hasSize(sample.parallelCalls + 1).contains(503, 200);
        assertThat(timeFromRefusalToRepetition()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotWaitForLong(Sample sample) {
        gateway.always(CUSTOMERS, busy(3600));

        SampleRun run = run(sample);

        assertThat(run.output()).contains("503");
        assertThat(statuses(CUSTOMERS)).hasSize(sample.parallelCalls).containsOnly(503);
    }

    @ParameterizedTest
    @EnumSource
    void followsNoRedirect(Sample sample) {
        try (Gateway elsewhere = Gateway.before(server.root())) {
            String location = "Location: " + elsewhere.url("/bound-session" + CUSTOMERS);
            gateway.always(CUSTOMERS, new Response(302, List.of(location), ""));

            SampleRun run = run(sample);

            assertThat(run.output()).contains("302");
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsNoSecretInItsCommandLine(Sample sample) {
        StringBuilder commands = new StringBuilder();
        gateway.once("/login", call -> {
            ProcessHandle.current()
                    .children()
                    .flatMap(SamplesIT::withDescendants)
                    .forEach(commands::append);
            return Optional.empty();
        });

        run(sample);

        assertThat(commands).contains(sample.file).doesNotContain(secrets());
    }

    @ParameterizedTest
    @EnumSource
    void refusesAMalformedSecretWithoutPrintingIt(Sample sample) {
        SampleRun run = run(sample, Map.of("GENERAL_SECRET", "malformed-secret\nof-two-lines"));

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).isNotBlank().doesNotContain("malformed-secret", "of-two-lines");
    }

    @Test
    void keepsTheCookieInAFileForTheNextRun() throws IOException {
        run(Sample.CURL);

        SampleRun next = run(Sample.CURL);

        assertThat(next.exit()).as(next.output()).isZero();
        assertThat(logins()).containsExactlyInAnyOrderEntriesOf(Map.of("general", 1L, "admin", 1L));
        try (Stream<Path> files = Files.list(directory.resolve("cookies"))) {
            assertThat(files.toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    private SampleRun run(Sample sample) {
        return run(sample, Map.of());
    }

    /** Runs the sample through the gateway; it prints nothing that opens a session. */
    private SampleRun run(Sample sample, Map<String, String> changes) {
        sample.assumeInstalled();
        SampleRun run = SampleRun.of(sample, gateway.url("/bound-session"), directory.resolve("cookies"), changes);

        assertThat(run.output()).doesNotContain(secrets());
        return run;
    }

    private String[] secrets() {
        Stream<String> cookies = gateway.calls().stream()
                .filter(call -> call.isLogin() && call.status() == 200)
                .map(call -> call.issuedCookie().substring("Session_ID=".length()));
        Stream<String> known = Stream.of(
                SampleRun.GENERAL_SECRET, SampleRun.ADMIN_SECRET, "general-password", "admin-password", WRONG_PASSWORD);
        return Stream.concat(known, cookies).toArray(String[]::new);
    }

    private static Stream<String> withDescendants(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(handle -> handle.info().commandLine().orElse(""));
    }

    private static Response busy(int seconds) {
        return new Response(503, List.of("Retry-After: " + seconds), "{\"code\":\"busy\"}");
    }

    private Duration timeFromRefusalToRepetition() {
        List<Call> calls = gateway.calls().stream()
                .filter(call -> call.path().equals(CUSTOMERS))
                .toList();
        Call refused =
                calls.stream().filter(call -> call.status() == 503).findFirst().orElseThrow();
        long last = calls.stream().mapToLong(Call::receivedAt).max().orElseThrow();
        return Duration.ofNanos(last - refused.receivedAt());
    }

    private Map<String, Long> logins() {
        return gateway.calls().stream()
                .filter(Call::isLogin)
                .collect(groupingBy(call -> call.credentials().split(":")[0], counting()));
    }

    private List<Call> dataCalls() {
        return gateway.calls().stream().filter(call -> !call.isLogin()).toList();
    }

    private List<Integer> statuses(String path) {
        return gateway.calls().stream()
                .filter(call -> call.path().equals(path))
                .map(Call::status)
                .toList();
    }

    private Set<String> cookiesSentWith(String secret) {
        return dataCalls().stream()
                .filter(call -> call.secret().equals(secret))
                .map(call -> call.header("Cookie"))
                .collect(Collectors.toSet());
    }
}
