package org.boundsession.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed proofs: refused without a word of what they contained, and the session lives. */
class ProofSyntaxIT extends DeployedWar {

    /** Stands in each nonce. */
    private static final String CANARY = "canary-of-a-client";

    private SignedSession session;

    @BeforeEach
    void open() {
        session = SignedSession.open(client);
    }

    @AfterEach
    void lives() {
        assertThat(session.call().status()).isEqualTo(200);
    }

    private UnsignedRequest proof() {
        return session.proof().nonce(CANARY);
    }

    private void assertMalformed(Response refused) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("proof_malformed");
        assertThat(refused.toString()).doesNotContain(CANARY, session.signer().keyid());
        assertThat(refused.headers("Set-Cookie")).isEmpty();
    }

    static Stream<String> textsInPlaceOfSignatureInput() {
        return Stream.of(
                "", "bs", "bs=", "bs=(", "bs=(;tag=\"bound-session\"", "bs=\"" + CANARY, "=()", "Bs=()", "bs=(),");
    }

    @ParameterizedTest
    @MethodSource("textsInPlaceOfSignatureInput")
    void refusesTextThatIsNoSignatureInput(String text) {
        assertMalformed(session.call(proof().sign().alterInput(input -> text)));
    }

    static Stream<Arguments> changesOfSignatureInput() {
        return Stream.of(
                change("a doubled component", input -> input.replace("\"@path\"", "\"@path\" \"@path\"")),
                change("a parameter of a component", input -> input.replace("\"@method\"", "\"@method\";req")),
                change("no space", input -> input.replace("\" \"", "\"\"")),
                change("a space before a parenthesis", input -> input.replace("\")", "\" )")),
                change("a component without quotes", input -> input.replace("\"@path\"", "@path")),
                change("a component in upper case", input -> input.replace("@method", "@Method")),
                change("a leading zero", input -> input.replace("created=", "created=0")),
                change("a sign", input -> input.replace("created=", "created=-")),
                change("a plus", input -> input.replace("created=", "created=+")),
                change("a fraction", input -> input.replaceAll("created=(\\d+)", "created=$1.5")),
                change("a string", input -> input.replaceAll("created=(\\d+)", "created=\"$1\"")),
                change("a huge number", input -> input.replace("created=", "created=9999999999")),
                change("no number", input -> input.replaceAll("created=\\d+", "created=")),
                change("a flag", input -> input.replaceAll("created=\\d+", "created")),
                change("a doubled tag", input -> input + ";tag=\"bound-session\""),
                change("another tag", input -> input + ";tag=\"another\""),
                change("a doubled nonce", input -> input + ";nonce=\"" + CANARY + "\""),
                change("a trailing comma", input -> input + ","),
                change("a trailing semicolon", input -> input + ";"),
                change("two tagged signatures", input -> input + ", b2" + input.substring(2)),
                change("the same label twice", input -> input + ", bs=()"),
                change("an escape", input -> input.replace("nonce=\"", "nonce=\"\\\"")),
                change("a backslash", input -> input.replace("nonce=\"", "nonce=\"\\\\")),
                change("an open string", input -> input.substring(0, input.length() - 1)),
                change("an unknown parameter", input -> input + ";x=1"),
                change("an unknown flag", input -> input + ";" + CANARY),
                change("a blank before a parameter", input -> input.replace(";created", " ;created")),
                change("a blank behind a semicolon", input -> input.replace(";created", "; created")),
                change("a blank around the equals sign", input -> input.replace("created=", "created= ")),
                change("no parenthesis", input -> input.replace("(", "").replace(")", "")),
                change("an item", input -> "bs=\"" + CANARY + "\";tag=\"bound-session\""),
                change("an algorithm", input -> input + ";alg=\"hmac-sha512\""),
                change("an algorithm in upper case", input -> input + ";alg=\"HMAC-SHA256\""),
                change("bytes in place of a string", input -> input.replaceAll("nonce=\"[^\"]*\"", "nonce=:AAAA:")),
                change("no nonce", input -> input.replaceAll(";nonce=\"[^\"]*\"", "")),
                change("no keyid", input -> input.replaceAll(";keyid=\"[^\"]*\"", "")),
                change("no time", input -> input.replaceAll(";created=\\d+", "")),
                change("a short nonce", input -> input.replaceAll("nonce=\"[^\"]*\"", "nonce=\"123456789012345\"")),
                change(
                        "a long nonce",
                        input -> input.replaceAll("nonce=\"[^\"]*\"", "nonce=\"" + CANARY.repeat(4) + "\"")),
                change("no method", input -> input.replace("\"@method\" ", "")),
                change("no path", input -> input.replace("\"@path\" ", "")),
                change("no query", input -> input.replace(" \"@query\"", "")),
                change("nothing covered", input -> input.replaceAll("\\([^)]*\\)", "()")),
                change("the cookie", input -> input.replace("\"@query\"", "\"@query\" \"cookie\"")),
                change("a parameter of the query", input -> input.replace("\"@query\"", "\"@query\" \"@query-param\"")),
                change("an unknown component", input -> input.replace("\"@query\"", "\"@query\" \"@unheard-of\"")),
                change(
                        "the parameters themselves",
                        input -> input.replace("\"@query\"", "\"@query\" \"@signature-params\"")),
                change("a field that is absent", input -> input.replace("\"@query\"", "\"@query\" \"x-absent\"")),
                change(
                        "a digest without a body",
                        input -> input.replace("\"@query\"", "\"@query\" \"content-digest\"")),
                change("too many components", input -> input.replace("\"@query\"", "\"@query\"" + fields(14))),
                change("a long header", input -> input.replace("bs=", "sig1=(\"" + "x".repeat(4096) + "\"), bs=")));
    }

    private static String fields(int number) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < number; i++) {
            fields.append(" \"x-").append(i).append('"');
        }
        return fields.toString();
    }

    private static Arguments change(String what, UnaryOperator<String> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfSignatureInput")
    void refusesMalformedSignatureInput(String what, UnaryOperator<String> change) {
        Proof proof = proof().sign();

        assertThat(change.apply(proof.signatureInput())).as(what).isNotEqualTo(proof.signatureInput());
        assertMalformed(session.call(proof.alterInput(change)));
    }

    /** Undertow makes one space of several blanks before anybody sees them, so that nothing is malformed. */
    @ParameterizedTest
    @ValueSource(strings = {"\"  \"", "\"\t\"", "\" \t\""})
    void refusesOtherBlanksThanOneSpace(String blanks) {
        Response answer = session.call(proof().sign().alterInput(input -> input.replace("\" \"", blanks)));

        if ("wildfly".equals(System.getProperty("arquillian.launch"))) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        } else {
            assertMalformed(answer);
        }
    }

    static Stream<Arguments> changesOfSignature() {
        return Stream.of(
                change("nothing", signature -> ""),
                change("another label", signature -> signature.replace("bs=", "b2=")),
                change("no bytes", signature -> "bs=\"" + CANARY + "\""),
                change("an open end", signature -> signature.substring(0, signature.length() - 1)),
                change("no Base64", signature -> "bs=:" + CANARY + "!:"),
                change("too few bytes", signature -> "bs=:AAAA:"),
                change("no bytes at all", signature -> "bs=::"),
                change("no padding", signature -> signature.replace("=:", ":").replace("bs:", "bs=:")),
                change("a parameter", signature -> signature + ";x=1"),
                change("a trailing comma", signature -> signature + ","),
                change("a doubled label", signature -> signature + ", " + signature));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfSignature")
    void refusesMalformedSignature(String what, UnaryOperator<String> change) {
        Proof proof = proof().sign();

        assertThat(change.apply(proof.signature())).as(what).isNotEqualTo(proof.signature());
        assertMalformed(session.call(proof.alterSignature(change)));
    }

    @Test
    void refusesOneHeaderWithoutTheOther() {
        Proof proof = proof().sign();

        assertMalformed(client.send(session.data().header("Signature-Input", proof.signatureInput())));
        assertThat(client.send(session.data().header("Signature", proof.signature()))
                        .code())
                .isEqualTo("proof_required");
    }

    @Test
    void refusesDoubledHeaders() {
        Proof proof = proof().sign();

        assertMalformed(client.send(proof.addTo(session.data().header("Signature-Input", proof.signatureInput()))));
        assertMalformed(client.send(proof.addTo(session.data().header("Signature", proof.signature()))));
    }

    @Test
    void refusesMalformedProofAtALogin() {
        Proof proof = session.proof("GET", "/login").nonce(CANARY).sign().alterInput(input -> input + ";x=1");

        assertMalformed(client.send(proof.addTo(Request.get("/login").cookie(session.id()))));
    }
}
