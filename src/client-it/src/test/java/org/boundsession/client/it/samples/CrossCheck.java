package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.boundsession.testkit.proof.ProofSigner;

/**
 * Implementations of RFC 9421 that do not come from this project, which verify and sign requests.
 *
 * @param directory for files that the caller deletes
 */
record CrossCheck(Path directory) {

    private static final Path PROGRAM = Path.of("cross-check.mjs");
    private static final Path SOURCE = Path.of("src/client-it/src/test/js");
    private static final NpmPackages PACKAGES = new NpmPackages(SOURCE, Path.of("target/cross-check"));

    /** A request with the headers that are covered or have a signature. */
    record Message(String method, String url, Map<String, String> headers, List<String> covered, ProofSigner signer) {}

    /** What an implementation answered, for each message. */
    record Result(String implementation, List<String> values) {}

    static void assumeInstalled() {
        Programs.assumeInstalled("node");
        PACKAGES.assumeInstalled();
    }

    /** Returns {@code true} or what is wrong, for each message and implementation. */
    List<Result> verify(List<Message> messages) throws IOException {
        return run("verify", messages);
    }

    /** Returns {@code Signature-Input} and {@code Signature}, for each message and implementation. */
    List<Result> sign(List<Message> messages) throws IOException {
        return run("sign", messages);
    }

    private List<Result> run(String command, List<Message> messages) throws IOException {
        // Beside its packages, where node looks for them.
        Files.writeString(PACKAGES.directory().resolve(PROGRAM), Files.readString(SOURCE.resolve(PROGRAM)));
        Path file = directory.resolve("messages.json");
        write(file, messages);
        String program = PACKAGES.directory().resolve(PROGRAM).toString();
        SampleRun run = SampleRun.run(
                new ProcessBuilder("node", program, command, file.toString()), directory.resolve("results.txt"));
        assertThat(run.exit()).as(run.output()).isZero();
        List<Result> results = new ArrayList<>();
        for (String line : run.output().lines().toList()) {
            List<String> values = List.of(line.split("\t"));
            results.add(new Result(values.get(0), values.subList(1, values.size())));
        }
        assertThat(results).as(run.output()).hasSize(2 * messages.size());
        return results;
    }

    private static void write(Path file, List<Message> messages) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
            json.writeStartArray();
            for (Message message : messages) {
                write(json, message);
            }
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        json.writeStringField("method", message.method());
        json.writeStringField("url", message.url());
        json.writeFieldName("headers");
        json.writeStartObject();
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("covered");
        json.writeArray(
                message.covered().toArray(String[]::new), 0, message.covered().size());
        json.writeBinaryField("key", message.signer().key());
        json.writeStringField("keyid", message.signer().keyid());
        json.writeEndObject();
    }
}
