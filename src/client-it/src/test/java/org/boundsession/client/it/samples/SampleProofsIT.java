package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What samples that sign do if the server does not admit a signature. */
@ExtendWith(SampleServer.class)
class SampleProofsIT {

    private static final String CUSTOMERS = "/getcustomerdetails";
    private static final String SIGNING = "SIGNING_.*";
    private static final String OURS = "WWW-Authenticate: BoundSession login=\"/bound-session/login\"";
    /** Below the ten seconds that the server admits. */
    private static final long OFFSET_SECONDS = 8;

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
    @EnumSource(names = SIGNING, mode = EnumSource.Mode.MATCH_ALL)
    void sendsTheSecretWithTheLoginOnlyAndAnotherOneWithEachLogin(Sample sample) {
        runner.gateway().endSessionBefore(CUSTOMERS, sample.parallelCalls);

        runner.run(sample);

        List<Call> logins =
                runner.gateway().calls().stream().filter(Call::isLogin).toList();
        assertThat(logins).hasSize(3).allSatisfy(login -> {
            assertThat(login.secret()).matches("[\\w-]{43}");
            assertThat(login.header("binding")).isEqualTo("signature");
        });
        assertThat(logins).extracting(Call::secret).doesNotHaveDuplicates();
        assertThat(runner.dataCalls()).extracting(Call::secret).containsOnly("");
    }

    @ParameterizedTest
    @EnumSource(names = SIGNING, mode = EnumSource.Mode.MATCH_ALL)
    void learnsTheClockOfTheServerOnce(Sample sample) {
        runner.gateway().once(CUSTOMERS, call -> {
            String body = "{\"code\":\"proof_expired\",\"server_time\":%d}".formatted(call.created() + OFFSET_SECONDS);
            return Optional.of(refused(401, body));
        });

        SampleRun run = runner.run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(runner.statuses(CUSTOMERS)).hasSize(sample.parallelCalls + 1).containsOnlyOnce(401);
        assertThat(runner.logins()).containsEntry("general", 1L);
        List<Call> calls = runner.dataCalls();
        Call refused =
                calls.stream().filter(call -> call.status() == 401).findFirst().orElseThrow();
        assertThat(calls.get(calls.size() - 1).created() - refused.created()).isGreaterThanOrEqualTo(OFFSET_SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = SIGNING, mode = EnumSource.Mode.MATCH_ALL)
    void signsAnewAfterAReplay(Sample sample) {
        runner.gateway().once(CUSTOMERS, call -> Optional.of(refused(401, "{\"code\":\"proof_replayed\"}")));

        SampleRun run = runner.run(sample);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(runner.statuses(CUSTOMERS)).hasSize(sample.parallelCalls + 1).containsOnlyOnce(401);
        assertThat(runner.logins()).containsEntry("general", 1L);
    }

    @ParameterizedTest
    @EnumSource(names = SIGNING, mode = EnumSource.Mode.MATCH_ALL)
    void repeatsAnExpiredSignatureOnlyOnce(Sample sample) {
        String body = "{\"code\":\"proof_expired\",\"server_time\":%d}"
                .formatted(Instant.now().getEpochSecond());
        runner.gateway().always(CUSTOMERS, refused(401, body));

        SampleRun run = runner.run(sample);

        assertThat(run.output()).contains("401");
        assertThat(runner.statuses(CUSTOMERS)).hasSize(2 * sample.parallelCalls);
        assertThat(runner.logins()).containsEntry("general", 1L);
    }

    @ParameterizedTest
    @EnumSource(names = SIGNING, mode = EnumSource.Mode.MATCH_ALL)
    void reportsThatAProxyHasChangedTheRequestAndDoesNotRepeatIt(Sample sample) {
        runner.gateway()
                .change(request -> new Request(
                        request.method(), request.target().replace("limit=1", "limit=2"), request.headerLines()));

        SampleRun run = runner.run(sample);

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("proof_invalid", "another request", "\"@query\": ?limit=1");
        assertThat(runner.statuses("/getemployeedetails"))
                .hasSizeBetween(1, sample.parallelCalls)
                .containsOnly(401);
    }

    @ParameterizedTest
    @EnumSource(names = SIGNING, mode = EnumSource.Mode.MATCH_ALL)
    void keepsNoSessionThatIsNotBoundToAKey(Sample sample) throws IOException {
        runner.gateway()
                .change(request -> new Request(
                        request.method(),
                        request.target(),
                        request.headerLines().stream()
                                .filter(line -> !line.regionMatches(true, 0, "binding:", 0, "binding:".length()))
                                .toList()));

        SampleRun run = runner.run(sample);

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("did not open a session with signatures");
        assertThat(runner.dataCalls()).isEmpty();
        if (sample == Sample.SIGNING_CURL) {
            try (Stream<Path> files = Files.list(directory.resolve("cookies"))) {
                assertThat(files).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = SIGNING, mode = EnumSource.Mode.MATCH_ALL)
    void keepsNoSessionWithAMalformedKeyid(Sample sample) {
        runner.gateway()
                .always(
                        "/login",
                        new Response(
                                200,
                                List.of("Set-Cookie: Session_ID=of-somebody"),
                                "{\"code\":\"logged_in\",\"binding\":\"signature\",\"keyid\":\"short\"}"));

        SampleRun run = runner.run(sample);

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("did not open a session with signatures");
        assertThat(runner.dataCalls()).isEmpty();
    }

    private static Response refused(int status, String body) {
        return new Response(status, List.of(OURS), body);
    }
}
