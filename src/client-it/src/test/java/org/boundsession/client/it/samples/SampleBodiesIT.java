package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.boundsession.guide.Guide;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples send requests with a body, which a signature covers, and with paths that a server could take for others. */
@ExtendWith(SampleServer.class)
class SampleBodiesIT {

    private static final Path SAMPLES = Path.of("src/client/samples");
    private static final String BODY = "{\"name\":\"J\u00fcrgen\"}";
    private static final String TARGET = "/binding//a%20b%7Ec;v=1/?q=J%c3%bcrgen%20%26+Co";
    private static final String OURS = "WWW-Authenticate: BoundSession login=\"/bound-session/login\"";

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
    @EnumSource(names = "(SIGNING_)?(CURL|PYTHON|NODE)", mode = EnumSource.Mode.MATCH_ALL)
    void areSent(Sample sample) throws IOException {
        assertThat(post(sample)).contains("200");

        assertThat(runner.dataCalls()).hasSize(1).allSatisfy(call -> {
            runner.assertProven(call);
            assertThat(call.target()).isEqualTo("/bound-session" + TARGET);
            assertThat(call.body()).isEqualTo(BODY);
            assertThat(call.header("Content-Type")).isEqualTo("application/json");
            assertThat(call.header("Content-Digest").isEmpty()).isNotEqualTo(sample.signs);
        });
    }

    @ParameterizedTest
    @EnumSource(names = "(SIGNING_)?(CURL|PYTHON|NODE)", mode = EnumSource.Mode.MATCH_ALL)
    void areNotRepeatedIfTheServerMayHaveBegunToProcessThem(Sample sample) throws IOException {
        Response busy = new Response(503, List.of("Retry-After: 0"), "{\"code\":\"busy\"}");
        runner.gateway().once("/", call -> Optional.of(busy));

        assertThat(post(sample)).contains("503");
        assertThat(runner.dataCalls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = "(SIGNING_)?(CURL|PYTHON|NODE)", mode = EnumSource.Mode.MATCH_ALL)
    void areRepeatedIfTheServerHasRefusedTheirSession(Sample sample) throws IOException {
        Response ended = new Response(401, List.of(OURS), "{\"code\":\"login_required\"}");
        runner.gateway().once("/", call -> Optional.of(ended));

        assertThat(post(sample)).contains("200");
        assertThat(runner.statuses("/")).containsExactly(401, 200);
        assertThat(runner.signatures()).hasSize(sample.signs ? 2 : 0).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = "(SIGNING_)?(CURL|PYTHON|NODE)", mode = EnumSource.Mode.MATCH_ALL)
    void areNotRepeatedIfAProxyAsksForALogin(Sample sample) throws IOException {
        runner.gateway().once("/", call -> Optional.of(new Response(401, List.of(), "")));

        assertThat(post(sample)).contains("401");
        assertThat(runner.dataCalls()).hasSize(1);
        assertThat(runner.logins()).containsEntry("general", 1L);
    }

    /** Returns what a program printed that sends the body with the functions of a sample. */
    private String post(Sample sample) throws IOException {
        sample.assumeInstalled();
        Path body = Files.writeString(directory.resolve("body.json"), BODY);
        String text = functions(sample)
                + program(sample)
                        .replace("BINDING", sample.signs ? "signature" : "secret")
                        .replace("SECRET", SampleRun.GENERAL_SECRET)
                        .replace("ROOT", runner.gateway().url("/bound-session").toString())
                        .replace("TARGET", TARGET)
                        .replace("BODY", body.toString());
        String name = sample.file.substring(sample.file.lastIndexOf('/') + 1);
        Path file = Files.writeString(directory.resolve("program-of-" + name), text);
        ProcessBuilder program = new ProcessBuilder(sample.program, file.toString());
        program.environment()
                .put("COOKIE_DIRECTORY", directory.resolve("cookies").toString());
        program.environment()
                .put("SERVER_URL", runner.gateway().url("/bound-session").toString());
        program.environment().put("BINDING", sample.signs ? "signature" : "secret");
        return SampleRun.run(program, directory.resolve("output.txt")).output();
    }

    private static String functions(Sample sample) {
        String script = Guide.read(SAMPLES.resolve(sample.file));
        return sample.program.equals("sh") ? script.substring(0, script.indexOf("\nas GENERAL ")) : "";
    }

    private static String program(Sample sample) {
        return switch (sample.program) {
            case "sh" -> """

                    as GENERAL general general-password SECRET
                    call POST 'TARGET' 'BODY'
                    echo "$status"
                    """;
            case "python3" -> """
                    import sys
                    sys.path.insert(0, "%s")
                    from bound_session import BoundSession
                    client = BoundSession("ROOT", "general", "general-password", "SECRET", "BINDING")
                    print(client.send("POST", "TARGET", open("BODY", "rb").read()).status)
                    """.formatted(SAMPLES.resolve("python").toAbsolutePath());
            default -> """
                    import { readFileSync } from 'node:fs';
                    import { BoundSession } from '%s';
                    const client = new BoundSession('ROOT', 'general', 'general-password', 'SECRET', 'BINDING');
                    const response = await client.send('POST', 'TARGET', readFileSync('BODY', 'utf8'));
                    console.log(response.status, await response.text());
                    """.formatted(SAMPLES.resolve(sample.file).toUri());
        };
    }
}
