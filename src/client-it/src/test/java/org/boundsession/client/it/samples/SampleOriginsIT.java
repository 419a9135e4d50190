package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample that is asked to call another server or another application sends nothing. */
@ExtendWith(SampleServer.class)
class SampleOriginsIT {

    private static final Path SAMPLES = Path.of("src/client/samples");
    private static final String ADMITTED_PATH = "/getemployeedetails?range=/../";

    /** Paths that some servers or proxies take for {@code /../other}. */
    private static final List<String> OTHER_PATHS = List.of(
            "/../other",
            "/%2e%2E/other",
            "/.%2e/other",
            "/%252e%252e/other",
            "/..%2fother",
            "/..%5Cother",
            "/..;/other",
            "/..;v=1/other",
            "/a%2f..%2fother",
            "/a%5c..%5cother",
            "/a%252f..%252fother");

    private static final String USER = "\"general\", \"general-password\", \"" + SampleRun.GENERAL_SECRET + "\"";

    @TempDir
    private Path directory;

    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.before(SampleServer.root());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void interceptorsRefuseOtherServersAndApplications(Interceptor interceptor) throws Throwable {
        Interceptor.Caller caller = interceptor.caller(gateway.url("/bound-session/"));
        caller.get(root() + ADMITTED_PATH);

        try (Gateway other = Gateway.before(SampleServer.root())) {
            List<String> urls = List.of(other.url("/bound-session/login").toString(), root() + "-2/login");
            assertThat(Stream.concat(urls.stream(), OTHER_PATHS.stream().map(path -> root() + path)))
                    .allSatisfy(url -> assertThatThrownBy(() -> caller.get(url))
                            .hasStackTraceContaining("IOException: not below " + root() + "/"));
            assertThat(other.calls()).isEmpty();
        }
        assertOnlyTheAdmittedPathWasSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "signature"})
    void curlRefusesOtherPaths(String binding) {
        Programs.assumeInstalled("curl");
        String script = Guide.read(SAMPLES.resolve("curl/bound-session.sh"));
        String program = """
                %s
                as GENERAL general general-password %s
                for path; do
                    (call GET "$path") || echo refused
                done
                """.formatted(script.substring(0, script.indexOf("\nas GENERAL ")), SampleRun.GENERAL_SECRET);
        ProcessBuilder sh = new ProcessBuilder(command("sh", "-c", program, "sh"));
        sh.environment().put("SERVER_URL", root());
        sh.environment().put("BINDING", binding);
        sh.environment().put("COOKIE_DIRECTORY", directory.resolve("cookies").toString());

        String output = run(sh);

        assertThat(output.lines().filter(line -> line.equals("refused")))
                .as(output)
                .hasSize(1 + OTHER_PATHS.size());
        assertOnlyTheAdmittedPathWasSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "signature"})
    void pythonRefusesOtherPaths(String binding) {
        Programs.assumeInstalled("python3");
        String program = """
                import sys
                sys.path.insert(0, sys.argv[1])
                from bound_session import BoundSession
                client = BoundSession(sys.argv[2], %s, "%s")
                for path in sys.argv[3:]:
                    try:
                        client.get(path)
                    except ValueError as failure:
                        print("refused", failure)
                """.formatted(USER, binding);

        assertRefused("python3", "-c", program, SAMPLES.resolve("python").toString(), root());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "signature"})
    void nodeRefusesOtherPaths(String binding) throws IOException {
        Programs.assumeInstalled("node");
        String program = """
                import { BoundSession } from '%s';
                const client = new BoundSession(process.argv[2], %s, '%s');
                for (const path of process.argv.slice(3)) {
                  await client.get(path).catch((failure) => console.log('refused', failure.message));
                }
                """.formatted(SAMPLES.resolve("node/bound-session.mjs").toUri(), USER, binding);
        Path file = Files.writeString(directory.resolve("paths.mjs"), program);

        assertRefused("node", file.toString(), root());
    }

    private void assertRefused(String... command) {
        String output = run(new ProcessBuilder(command(command)));

        assertThat(output.lines()).hasSize(1 + OTHER_PATHS.size()).allMatch(line -> line.startsWith("refused "));
        assertOnlyTheAdmittedPathWasSent();
    }

    /** Returns a command line with all paths as arguments. */
    private static List<String> command(String... program) {
        return Stream.of(Stream.of(program), Stream.of(ADMITTED_PATH, "@127.0.0.1/"), OTHER_PATHS.stream())
                .flatMap(Function.identity())
                .toList();
    }

    private void assertOnlyTheAdmittedPathWasSent() {
        assertThat(gateway.calls())
                .extracting(Call::target)
                .containsExactly("/bound-session/login", "/bound-session" + ADMITTED_PATH);
    }

    private String root() {
        return gateway.url("/bound-session").toString();
    }

    private String run(ProcessBuilder program) {
        return SampleRun.run(program, directory.resolve("output.txt")).output();
    }
}
