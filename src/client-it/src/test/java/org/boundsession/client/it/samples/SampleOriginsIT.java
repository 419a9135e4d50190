package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sample that is asked to call another server or another application sends nothing. */
@ExtendWith(SampleServer.class)
class SampleOriginsIT {

    private static final Path SAMPLES = Path.of("src/client/samples");
    private static final List<String> PATHS_ELSEWHERE = List.of("@127.0.0.1/", "/../other", "/%2e%2E/other");
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
    @CsvSource(delimiter = '|', textBlock = """
            OkHttpSession      | client(okhttp3.HttpUrl.get(root), %s).newCall(new okhttp3.Request.Builder().url(url).build()).execute()
            HttpClient5Session | client(java.net.URI.create(root), %s).execute(new org.apache.hc.client5.http.classic.methods.HttpGet(url), answer -> null)
            RestClientSession  | client(java.net.URI.create(root), %s).get().uri(java.net.URI.create(url)).retrieve().toBodilessEntity()
            """)
    void interceptorsRefuseUrlsElsewhere(String sample, String call) throws IOException {
        String program = """
                class Elsewhere {
                    public static void main(String[] urls) {
                        String root = urls[0];
                        for (int i = 1; i < urls.length; i++) {
                            String url = urls[i];
                            try {
                                %s.%s;
                                System.out.println("sent " + url);
                            } catch (Exception e) {
                                System.out.println("refused " + e);
                            }
                        }
                    }
                }
                """.formatted(sample, call.formatted(USER));
        Path file = Files.writeString(directory.resolve("Elsewhere.java"), program);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        try (Gateway other = Gateway.before(SampleServer.root())) {
            List<String> urls = List.of(
                    root() + "/",
                    other.url("/bound-session/login").toString(),
                    root() + "/../other",
                    root() + "/%2e%2E/other",
                    root() + "-2/login");
            String output = run(Stream.concat(Stream.of(java, file.toString()), urls.stream()));

            assertThat(output.lines().filter(line -> line.startsWith("refused ") && line.contains("not below")))
                    .as(output)
                    .hasSize(4);
            assertThat(other.calls()).isEmpty();
            assertThat(gateway.calls()).isEmpty();
        }
    }

    @Test
    void pythonRefusesPathsElsewhere() {
        Programs.assumeInstalled("python3");
        String program = """
                import sys
                sys.path.insert(0, sys.argv[1])
                from bound_session import BoundSession
                client = BoundSession(sys.argv[2], %s)
                client.get("/getemployeedetails")
                for path in sys.argv[3:]:
                    try:
                        client.get(path)
                    except ValueError as failure:
                        print("refused", failure)
                """.formatted(USER);

        assertRefused(
                Stream.of("python3", "-c", program, SAMPLES.resolve("python").toString(), root()));
    }

    @Test
    void nodeRefusesPathsElsewhere() throws IOException {
        Programs.assumeInstalled("node");
        String program = """
                import { BoundSession } from '%s';
                const client = new BoundSession(process.argv[2], %s);
                await client.get('/getemployeedetails');
                for (const path of process.argv.slice(3)) {
                  await client.get(path).catch((failure) => console.log('refused', failure.message));
                }
                """.formatted(SAMPLES.resolve("node/bound-session.mjs").toUri(), USER);
        Path file = Files.writeString(directory.resolve("elsewhere.mjs"), program);

        assertRefused(Stream.of("node", file.toString(), root()));
    }

    private void assertRefused(Stream<String> command) {
        String output = run(Stream.concat(command, PATHS_ELSEWHERE.stream()));

        assertThat(output.lines()).hasSize(PATHS_ELSEWHERE.size()).allMatch(line -> line.startsWith("refused "));
        assertThat(gateway.calls()).hasSize(2);
    }

    private String root() {
        URI url = gateway.url("/bound-session");
        return url.toString();
    }

    private String run(Stream<String> command) {
        return SampleRun.run(new ProcessBuilder(command.toList()), directory.resolve("output.txt"))
                .output();
    }
}
