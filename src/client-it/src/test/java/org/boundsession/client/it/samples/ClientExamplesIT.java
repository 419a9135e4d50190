package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the README and of the guide run as they are, but for the server and the user. */
@ExtendWith(SampleServer.class)
class ClientExamplesIT {

    private static final String README = "../../README.md";
    private static final String GUIDE = "clients.md";

    @TempDir
    private Path directory;

    @Test
    void curlReadsEmployeesWithFilesThatOnlyTheirOwnerCanRead() throws IOException {
        Programs.assumeInstalled("curl");

        String output = run("sh", "-ec", example(README, "## Clients", "sh"));

        assertThat(output).contains("\"logged_in\"", "\"employees\"");
        for (String file : new String[] {"general.curl", "general.cookies"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void pythonReadsEmployees() throws IOException {
        Programs.assumeInstalled("python3");
        copySample("python/bound_session.py");

        assertThat(run("python3", "-c", example(README, "## Clients", "python")))
                .contains("\"employees\"");
        assertThat(run("python3", "-c", example(GUIDE, "## Python", "python"))).matches("[1-9]\\d*\\s*");
    }

    @Test
    void nodeReadsEmployees() throws IOException {
        Programs.assumeInstalled("node");
        copySample("node/bound-session.mjs");
        Path example = Files.writeString(directory.resolve("example.mjs"), example(GUIDE, "## Node", "js"));

        assertThat(run("node", example.toString())).startsWith("200 ").contains("employees");
    }

    @ParameterizedTest
    @CsvSource({README + ", ## Clients", GUIDE + ", ## Java"})
    void javaReadsEmployees(String document, String heading) throws IOException {
        String program = """
                import java.net.URI;
                import java.net.http.HttpRequest;
                import java.net.http.HttpResponse;
                import java.net.http.HttpResponse.BodyHandlers;
                import org.boundsession.client.BoundSessionClient;

                class Example {
                    public static void main(String[] arguments) throws Exception {
                        %s
                    }
                }
                """.formatted(example(document, heading, "java"));
        Path file = Files.writeString(directory.resolve("Example.java"), program);

        assertThat(run(Path.of(System.getProperty("java.home"), "bin", "java").toString(), file.toString()))
                .contains("\"employees\"");
    }

    private static String example(String document, String heading, String language) {
        String root = SampleServer.root().toString();
        return Guide.replaced(
                Guide.block(document, heading, language),
                "http://localhost:8086",
                root.substring(0, root.length() - 1),
                "SAPCPI",
                "general",
                "demo-general",
                "general-password");
    }

    private void copySample(String file) throws IOException {
        Path sample = Path.of("src/client/samples").resolve(file);
        Files.copy(sample, directory.resolve(sample.getFileName()));
    }

    private String run(String... command) {
        SampleRun run = SampleRun.run(
                new ProcessBuilder(command).directory(directory.toFile()), directory.resolve("output.txt"));

        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }
}
