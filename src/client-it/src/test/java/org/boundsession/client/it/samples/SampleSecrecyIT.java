package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No sample prints a secret, sends it elsewhere or shows it to other users of the machine. */
@ExtendWith(SampleServer.class)
class SampleSecrecyIT {

    private static final String CUSTOMERS = "/getcustomerdetails";

    @TempDir
    private Path directory;

    private Trial trial;

    @BeforeEach
    void open() {
        trial = Trial.against(SampleServer.root(), directory);
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyALoginFailed(Sample sample) {
        SampleRun run = trial.run(sample, Map.of("GENERAL_PASSWORD", Trial.WRONG_PASSWORD));

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("401 credentials_invalid");
        // A thread that starts after the failure logs in once more.
        assertThat(trial.logins().get("general")).isBetween(1L, (long) sample.parallelCalls);
        assertThat(trial.dataCalls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAMalformedSecretWithoutPrintingIt(Sample sample) {
        SampleRun run = trial.run(sample, Map.of("GENERAL_SECRET", "malformed-secret\nof-two-lines"));

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).isNotBlank().doesNotContain("malformed-secret", "of-two-lines");
    }

    @ParameterizedTest
    @EnumSource
    void followsNoRedirect(Sample sample) {
        try (Gateway elsewhere = Gateway.before(SampleServer.root())) {
            String location = "Location: " + elsewhere.url("/bound-session" + CUSTOMERS);
            trial.gateway().always(CUSTOMERS, new Response(302, List.of(location), ""));

            SampleRun run = trial.run(sample);

            assertThat(run.output()).contains("302");
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsNoSecretInItsCommandLine(Sample sample) {
        StringBuilder commands = new StringBuilder();
        trial.gateway().once("/login", call -> {
            ProcessHandle.current()
                    .children()
                    .flatMap(SampleSecrecyIT::withDescendants)
                    .forEach(commands::append);
            return Optional.empty();
        });

        trial.run(sample);

        assertThat(commands).contains(sample.file).doesNotContain(trial.secrets());
    }

    @Test
    void leavesNoSecretWhereNewmanIsInstalled() throws IOException {
        String secret = "secret-" + UUID.randomUUID();

        trial.run(Sample.POSTMAN, Map.of("GENERAL_SECRET", secret));

        try (Stream<Path> files = Files.list(Newman.DIRECTORY)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain(secret));
        }
    }

    private static Stream<String> withDescendants(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(handle -> handle.info().commandLine().orElse(""));
    }
}
