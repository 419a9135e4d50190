package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.boundsession.guide.Guide;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs of the guide and the samples make the guide's signatures, and the server admits the programs. */
@ExtendWith(SampleServer.class)
class SigningProgramsIT {

    private static final Pattern SIGNATURE = Pattern.compile("(?m)bs=:([^:]+):$");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void signEachVector(SigningProgram program) throws IOException {
        List<Vector> vectors = Vector.all();

        String output = run(program.file, program.signing(vectors));

        assertThat(SIGNATURE.matcher(output).results().map(signature -> signature.group(1)))
                .as(output)
                .containsExactlyElementsOf(
                        vectors.stream().map(Vector::signature).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "## Shell, sh, program.sh",
        "## Python, python, program.py",
        "## Node, js, program.mjs",
        "## Java, java, Signer.java",
        "## Groovy, groovy, program.groovy"
    })
    void readEmployees(String heading, String language, String file) throws IOException {
        String root = SampleServer.root().toString();
        String program = Guide.replaced(
                Guide.block("signing.md", heading, language),
                "http://localhost:8086",
                root.substring(0, root.length() - 1),
                "SAPCPI",
                "general",
                "demo-general",
                "general-password");

        assertThat(run(file, program)).contains("\"employees\"");
    }

    private String run(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = switch (name.substring(name.lastIndexOf('.'))) {
            case ".sh" -> List.of("sh", "-e");
            case ".py" -> List.of("python3");
            case ".mjs" -> List.of("node");
            case ".groovy" -> List.of(java, "groovy.ui.GroovyMain");
            default -> List.of(java);
        };
        return run(Stream.concat(command.stream(), Stream.of(file.toString())).toList());
    }

    private String run(List<String> command) {
        if (!command.get(0).endsWith("java")) {
            Programs.assumeInstalled(command.get(0));
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("COOKIE_DIRECTORY", directory.toString());
        SampleRun run = SampleRun.run(builder, directory.resolve("output.txt"));

        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }
}
