package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

/** No sample prints a secret, sends it to another server or shows it to other users of the machine. */
@ExtendWith(SampleServer.class)
class SampleSecrecyIT {

    private static final String CUSTOMERS = "/getcustomerdetails";

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
    void printsWhyALoginFailed(Sample sample) {
        SampleRun run = runner.run(sample, Map.of("GENERAL_PASSWORD", SampleRunner.WRONG_PASSWORD));

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("401 credentials_invalid");
        // A thread that starts after the failure logs in once more.
        assertThat(runner.logins().get("general")).isBetween(1L, (long) sample.parallelCalls);
        assertThat(runner.dataCalls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "SIGNING_.*", mode = EnumSource.Mode.MATCH_NONE)
    void refusesAMalformedSecretWithoutPrintingIt(Sample sample) {
        SampleRun run = runner.run(sample, Map.of("GENERAL_SECRET", "malformed-secret\nof-two-lines"));

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).isNotBlank().doesNotContain("malformed-secret", "of-two-lines");
    }

    @ParameterizedTest
    @EnumSource
    void followsNoRedirect(Sample sample) {
        try (Gateway other = Gateway.before(SampleServer.root())) {
            String location = "Location: " + other.url("/bound-session" + CUSTOMERS);
            runner.gateway().always(CUSTOMERS, new Response(302, List.of(location), ""));

            SampleRun run = runner.run(sample);

            assertThat(run.output()).contains("302");
            assertThat(other.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsNoSecretInItsCommandLine(Sample sample) {
        StringBuilder commands = new StringBuilder();
        runner.gateway().once("/login", call -> {
            ProcessHandle.current()
                    .children()
                    .flatMap(SampleSecrecyIT::withDescendants)
                    .forEach(commands::append);
            return Optional.empty();
        });

        runner.run(sample);

        assertThat(commands).contains(sample.file).doesNotContain(runner.secrets());
    }

    /** Each program that the script starts writes down its command line before it does its work. */
    @ParameterizedTest
    @EnumSource(names = {"CURL", "SIGNING_CURL"})
    void showsNeitherSecretNorKeyInTheCommandLinesOfItsPrograms(Sample sample) throws IOException {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        Path commands = directory.resolve("commands.txt");
        for (String name : List.of("cat", "cksum", "curl", "date", "grep", "od", "openssl", "sed", "tr")) {
            record(name, programs, commands);
        }

        SampleRun run = runner.run(sample, Map.of("PATH", programs + ":" + System.getenv("PATH")));

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(commands)
                .content()
                .contains("curl ", sample.signs ? "openssl " : "cksum")
                .doesNotContain(runner.secrets());
    }

    private static void record(String program, Path programs, Path commands) throws IOException {
        String script = """
                #!/bin/sh
                printf '%%s\\n' "%1$s $*" >>'%2$s'
                PATH=${PATH#*:}
                exec %1$s "$@"
                """.formatted(program, commands);
        Path file = Files.writeString(programs.resolve(program), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void leavesNoSecretWhereNewmanIsInstalled() throws IOException {
        String secret = "secret-" + UUID.randomUUID();

        runner.run(Sample.POSTMAN, Map.of("GENERAL_SECRET", secret));

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
