package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.boundsession.client.Binding;
import org.boundsession.client.BoundSessionClient;
import org.boundsession.client.it.samples.CrossCheck.Message;
import org.boundsession.client.it.samples.CrossCheck.Result;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.ProofSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other implementations of RFC 9421 verify what our clients sign, and sign what our server admits. */
@ExtendWith(SampleServer.class)
class CrossCheckIT {

    private static final List<String> COVERED = List.of("@method", "@path", "@query");

    @TempDir
    private Path directory;

    private CrossCheck others;

    @BeforeEach
    void install() {
        CrossCheck.assumeInstalled();
        others = new CrossCheck(directory);
    }

    @Test
    void verifyTheVectors() throws IOException {
        List<Message> messages = Vector.all().stream().map(this::message).toList();

        assertThat(others.verify(messages)).extracting(Result::values).containsOnly(List.of("true"));
    }

    @Test
    void refuseAnAlteredRequest() throws IOException {
        Message signed = message(Vector.all().get(1));
        Message altered = new Message(
                signed.method(),
                signed.url().replace("limit=10", "limit=11"),
                signed.headers(),
                COVERED,
                signed.signer());

        assertThat(others.verify(List.of(altered))).extracting(Result::values).doesNotContain(List.of("true"));
    }

    @ParameterizedTest
    @EnumSource(names = "SIGNING_.*", mode = EnumSource.Mode.MATCH_ALL)
    void verifyWhatASampleSigns(Sample sample) throws IOException {
        try (SampleRunner runner = SampleRunner.against(SampleServer.root(), directory)) {
            runner.run(sample);

            assertVerified(runner.gateway());
        }
    }

    @Test
    void verifyWhatTheJavaClientSigns() throws Exception {
        try (Gateway gateway = Gateway.before(SampleServer.root())) {
            BoundSessionClient client = BoundSessionClient.builder(gateway.url("/bound-session/"))
                    .user("general")
                    .password("general-password"::toCharArray)
                    .binding(Binding.SIGNATURE)
                    .build();
            URI uri = gateway.url("/bound-session/binding//a%20b%7Ec;v=1/?q=J%c3%bcrgen%20%26+Co");
            HttpRequest get = HttpRequest.newBuilder(uri).build();
            HttpRequest post = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"J\u00fcrgen\"}"))
                    .build();

            for (HttpRequest request : List.of(get, post)) {
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
            }

            assertVerified(gateway);
        }
    }

    private void assertVerified(Gateway gateway) throws IOException {
        List<Message> messages = gateway.calls().stream()
                .filter(call -> !call.isLogin())
                .map(call -> message(gateway, call))
                .toList();

        assertThat(messages).isNotEmpty();
        assertThat(others.verify(messages)).extracting(Result::values).containsOnly(List.of("true"));
    }

    private static Message message(Gateway gateway, Call call) {
        Map<String, String> headers = new LinkedHashMap<>();
        call.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return new Message(
                call.method(),
                gateway.url(call.target()).toString(),
                headers,
                call.body().isEmpty() ? COVERED : withDigest(),
                gateway.signer(call).orElseThrow());
    }

    private static List<String> withDigest() {
        return Stream.concat(COVERED.stream(), Stream.of("content-digest")).toList();
    }

    private Message message(Vector vector) {
        Map<String, String> headers = new LinkedHashMap<>(vector.fields());
        ProofSigner signer = new ProofSigner(Vector.SECRET, Vector.KEYID);
        String covered = Stream.concat(COVERED.stream(), vector.fields().keySet().stream())
                .map(name -> '"' + name + '"')
                .reduce((one, next) -> one + " " + next)
                .orElseThrow();
        headers.put(
                "Signature-Input",
                "bs=(%s);created=%s;nonce=\"%s\";keyid=\"%s\";tag=\"bound-session\""
                        .formatted(covered, vector.created(), vector.nonce(), Vector.KEYID));
        headers.put("Signature", "bs=:" + vector.signature() + ":");
        return new Message(vector.method(), "http://host" + vector.target(), headers, COVERED, signer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binding",
                "binding?",
                "binding?limit=10&offset=0&q=J%c3%bcrgen%20%26+Co%2F",
                "binding//docs/a%20b%7Ec;v=1/?x=%7E",
                "getemployeedetails?limit=1"
            })
    void signWhatTheServerAdmits(String path) throws IOException {
        Response login = login();
        for (Result result : others.sign(
                List.of(new Message("GET", SampleServer.root() + path, Map.of(), COVERED, signer(login))))) {
            Response answer = server().send(withProof(Request.get(target(path)), login, result));

            assertThat(answer.status())
                    .as(result.implementation() + answer.body())
                    .isEqualTo(200);
        }
    }

    @Test
    void signABodyThatTheServerAdmits() throws IOException {
        byte[] body = "{\"limit\":10,\"name\":\"J\u00fcrgen\"}".getBytes(StandardCharsets.UTF_8);
        String digest = ProofSigner.contentDigest(body);
        Response login = login();
        Message message = new Message(
                "POST", SampleServer.root() + "binding", Map.of("content-digest", digest), withDigest(), signer(login));

        for (Result result : others.sign(List.of(message))) {
            Request request = Request.of("POST", target("binding"))
                    .header("Content-Length", Integer.toString(body.length))
                    .header("Content-Digest", digest);
            try (Client.Connection connection = server().connect()) {
                Response answer = connection.send(withProof(request, login, result), body);

                assertThat(answer.status())
                        .as(result.implementation() + answer.body())
                        .isEqualTo(200);
            }
        }
    }

    private static final String SECRET = Vector.SECRET;

    private static Response login() {
        Request login = Request.get(target("login"))
                .basic("general", "general-password")
                .secret(SECRET)
                .header("binding", "signature");
        Response answer = server().send(login);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static ProofSigner signer(Response login) {
        return new ProofSigner(SECRET, login.text("keyid"));
    }

    private static Request withProof(Request request, Response login, Result result) {
        return request.cookie(login.sessionId())
                .header("Signature-Input", result.values().get(0))
                .header("Signature", result.values().get(1));
    }

    private static String target(String path) {
        return SampleServer.root().getRawPath() + path;
    }

    private static Client server() {
        return new Client(SampleServer.root().getHost(), SampleServer.root().getPort(), "");
    }
}
