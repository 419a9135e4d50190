package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.boundsession.guide.Guide;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server answers signatures as the guide says. */
@ExtendWith(SampleServer.class)
class SigningGuideIT {

    private static final String TARGET = "/bound-session/binding/a%20b?x=1";
    private static final Pattern NAME = Pattern.compile("\"(\\w+)\":");

    private final Client server =
            new Client(SampleServer.root().getHost(), SampleServer.root().getPort(), "");

    private Response login;
    private ProofSigner signer;

    @BeforeEach
    void logIn() {
        login = login("signature");
        signer = new ProofSigner(Vector.SECRET, login.text("keyid"));
    }

    private Response login(String... bindings) {
        Request request = Request.get("/bound-session/login")
                .basic("general", "general-password")
                .secret(Vector.SECRET);
        for (String binding : bindings) {
            request = request.header("binding", binding);
        }
        return server.send(request);
    }

    @Test
    void showsWhatBindingAnswers() {
        String example = Guide.blocks("signing.md", "## If a signature is refused", "json")
                .get(1);

        String answer = get(UnsignedRequest::sign).body();

        assertThat(names(answer)).isEqualTo(names(example));
        assertThat(answer).contains("\"path\":\"/bound-session/binding/a%20b\",\"query\":\"?x=1\"");
    }

    @Test
    void comparesTheHashOfTheSignatureBase() {
        String example = Guide.block("signing.md", "## If a signature is refused", "json");
        Proof proof = signer.get(TARGET).sign();

        Response answer = send(proof.alterSignature(signature -> "bs=:" + "A".repeat(43) + "=:"));

        assertThat(names(answer.body())).isEqualTo(names(example));
        assertThat(answer.text("signature_base_sha256")).isEqualTo(proof.baseSha256());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void listsEachRefusal(String code, UnaryOperator<Proof> change, UnaryOperator<UnsignedRequest> unsigned) {
        Response answer = get(request -> change.apply(unsigned.apply(request).sign()));

        assertThat(answer.code()).isEqualTo(code);
        assertThat(Vector.guide()).containsPattern("\\| `" + code + "`[^|]*\\| " + answer.status() + " \\|");
    }

    private static Stream<Arguments> refusals() {
        UnaryOperator<Proof> asItIs = UnaryOperator.identity();
        return Stream.of(
                refusal("proof_malformed", asItIs, request -> request.parameter("created", "01")),
                refusal("proof_malformed", asItIs, request -> request.alsoCovering("cookie", "")),
                refusal("proof_invalid", asItIs, request -> request.value("@path", "/getemployeedetails")),
                refusal("proof_expired", asItIs, request -> request.created(1)),
                refusal(
                        "proof_required",
                        proof -> proof.alterInput(input -> input.replace("bound-session", "other")),
                        UnaryOperator.identity()));
    }

    private static Arguments refusal(
            String code, UnaryOperator<Proof> change, UnaryOperator<UnsignedRequest> unsigned) {
        return Arguments.of(code, change, unsigned);
    }

    @Test
    void listsTheRefusalsOfLoginsAndReplays() {
        Proof proof = signer.get(TARGET).sign();
        send(proof);

        for (Response refusal : List.of(send(proof), login("secret", "signature"), login("fingerprint"))) {
            assertThat(Vector.guide())
                    .containsPattern("\\| [^|]*`" + refusal.code() + "`[^|]*\\| " + refusal.status() + " \\|");
        }
    }

    private Response get(Function<UnsignedRequest, Proof> sign) {
        return send(sign.apply(signer.get(TARGET)));
    }

    private Response send(Proof proof) {
        return server.send(proof.addTo(Request.get(TARGET).cookie(login.sessionId())));
    }

    private static List<String> names(String json) {
        return NAME.matcher(json).results().map(name -> name.group(1)).toList();
    }
}
