package org.boundsession.binding.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.boundsession.binding.Answer;
import org.boundsession.binding.CoveredBody;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Possession;
import org.boundsession.binding.RequestTarget;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.secret.Secret;
import org.boundsession.binding.secret.SecretHeader;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.Sha256;
import org.boundsession.testkit.proof.Proof;
import org.boundsession.testkit.proof.ProofSigner;
import org.boundsession.testkit.proof.UnsignedRequest;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureSchemeTest {

    private static final String SECRET = "Ynqu3N2wXb0f8u5Jc1m9sQ4kT7vZ6hPaLr2eGdKiWoE";
    private static final String SESSION = "q1Zr8mC0vXyT3nBf5wKpLdEjHsAu7GoI2iNcRtVbYx4MOaQzUeWlkg";
    private static final String KEYID = "SSvrL0qHQ-KvjaxTzOcXgg";
    private static final String ROOT = "0123456789abcdef0123456789abcdef";
    private static final String PATH = "/bound-session/getemployeedetails";
    private static final List<String> COMPONENTS = List.of("@method", "@path", "@query");
    private static final long CREATED = 1_790_000_000L;
    private static final int WINDOW = 60;

    private final MovableClock clock =
            MovableClock.at(Instant.ofEpochSecond(CREATED).toString());
    private final ProofSigner signer = new ProofSigner(SECRET, KEYID);
    private final SignatureScheme scheme = scheme(COMPONENTS, Optional.empty(), ROOT);
    private final Possession possession = scheme.bind(SESSION, secret());

    private SignatureScheme scheme(List<String> components, Optional<URI> external, String... roots) {
        return scheme(components, external, new ReplaySet(WINDOW, 2, clock), clock, roots);
    }

    private static SignatureScheme scheme(
            List<String> components, Optional<URI> external, Replays replays, Clock clock, String... roots) {
        return new SignatureScheme(
                new SessionSecrets(
                        Stream.of(roots).map(root -> root.getBytes(UTF_8)).toList(), "/"),
                new SecretHeader("secretid", 32),
                new SignatureScheme.Options(components, WINDOW, 10, new RequestTarget(external)),
                replays,
                clock);
    }

    private static Secret secret() {
        return Secret.of(SECRET.getBytes(ISO_8859_1));
    }

    @Test
    void tellsTheKeyidAtLogin() {
        assertThat(possession.terms().fields()).isEqualTo(Map.of("keyid", KEYID));
        assertThat(possession.terms().headers())
                .isEqualTo(Map.of(
                        "Accept-Signature", "bs=(\"@method\" \"@path\" \"@query\");created;tag=\"bound-session\""));
    }

    @ParameterizedTest
    @CsvSource({
        "1, GET, /bound-session/getemployeedetails, XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=",
        "2, GET, /bound-session/getemployeedetails?limit=10&offset=0&q=J%c3%bcrgen%20%26+Co%2F,"
                + " /07Nj/l8+LgFaCLRl4onKsZns89gFz8bzHNS1qZEd8A=",
        "3, GET, /bound-session/getemployeedetails?, B48u+cN6AulurjPR9bHLTv0gdpsUyF0FEU6pcg31XkU=",
        "4, GET, /bound-session//docs/a%2Fb%7Ec;v=1/, uLb08ni7UKdkl4YvLz6ARNnwpT1xpF7dxxinG4YFjls=",
        "6, POST, /bound-session/logout, 5khF0R3vPcWjF7uN26qMdIHvzkxn6PzQr5xbszGLg6E="
    })
    void verifiesVectors(int number, String method, String target, String signature) {
        HttpServletRequest request = FakeRequest.of(
                method,
                target,
                List.of(
                        "Signature-Input: bs=(\"@method\" \"@path\" \"@query\")" + vectorParameters(number),
                        "Signature: bs=:" + signature + ":"));

        assertThat(possession.check(possession.read(request))).isEqualTo(Answer.PROVED);
    }

    @Test
    void verifiesVectorWithABody() {
        HttpServletRequest request = FakeRequest.of(
                "POST",
                "/bound-session/orders",
                List.of(
                        "Content-Type: application/json",
                        "Content-Digest: sha-256=:icbHRE2Xzwx07oJGBeK98PBSioo+5XembpZqZdpcW78=:",
                        "Signature-Input: bs=(\"@method\" \"@path\" \"@query\" \"content-digest\" \"content-type\")"
                                + vectorParameters(5),
                        "Signature: bs=:ip0I9+kamTT8lNjIMH2UO9R0dMEIo1zkk/xKf0c+aAg=:"));

        Evidence evidence = possession.read(request);

        assertThat(possession.check(evidence)).isEqualTo(Answer.PROVED);
        CoveredBody body = evidence.body();
        assertThat(body.uncovered()).isNull();
        assertThat(body.check(Sha256.digest("{\"limit\":10,\"name\":\"Jürgen\"}".getBytes(UTF_8))))
                .isNull();
        assertThat(body.check(Sha256.digest(new byte[0])).code()).isEqualTo("digest_mismatch");
    }

    private static String vectorParameters(int number) {
        return ";created=" + (CREATED + number - 1) + ";nonce=\"AAECAwQFBgcICQoLDA0O0" + (number - 1) + "\";keyid=\""
                + KEYID + "\";tag=\"bound-session\"";
    }

    static List<String> malformedInputs() {
        String ok = "bs=(\"@method\" \"@path\" \"@query\")";
        String rest = ";created=" + CREATED + ";nonce=\"AAECAwQFBgcICQoLDA0O00\";keyid=\"" + KEYID + "\"";
        String tag = ";tag=\"bound-session\"";
        return List.of(
                "",
                "bs",
                "bs=",
                "bs=(",
                "bs=(\"@method\"",
                "bs=\"text\"",
                ok + rest + tag + ",",
                ok + rest + tag + ", " + ok + rest + tag,
                ok + rest + tag + ", other=(\"@path\")" + rest + tag,
                ok + rest + tag + ", bs=()",
                "BS=(\"@method\" \"@path\" \"@query\")" + rest + tag,
                ok + rest + tag + tag,
                ok + rest + ";alg=\"rsa\"" + tag,
                ok + rest + ";alg=\"hmac-sha256\";alg=\"hmac-sha256\"" + tag,
                ok + rest + ";unknown=1" + tag,
                ok + rest + ";flag" + tag,
                ok + rest + tag + ";",
                ok + " " + rest + tag,
                ok + rest + " " + tag,
                ok + rest + "; tag=\"bound-session\"",
                ok + rest.replace(";nonce", "; nonce") + tag,
                ok + rest.replace("created=", "created= ") + tag,
                ok + rest.replace("created=17", "created=017") + tag,
                ok + rest.replace("created=", "created=-") + tag,
                ok + rest.replace(";nonce", ".5;nonce") + tag,
                ok + rest.replace("created=" + CREATED, "created") + tag,
                ok + rest.replace("created=" + CREATED, "created=\"" + CREATED + "\"") + tag,
                ok + rest.replace("created=" + CREATED, "created=9999999999999999999999") + tag,
                ok + rest.replace(";created=" + CREATED, "") + tag,
                ok + rest + ";created=" + CREATED + tag,
                ok + rest + ";expires=01" + tag,
                ok + rest.replaceFirst("nonce=\"[^\"]*\"", "nonce=\"tooshort\"") + tag,
                ok + rest.replaceFirst("nonce=\"[^\"]*\"", "nonce=\"" + "x".repeat(65) + "\"") + tag,
                ok + rest.replaceFirst("nonce=\"[^\"]*\"", "nonce=\"x\\\\\"xxxxxxxxxxxxxxxxxx\"") + tag,
                ok + rest.replaceFirst("nonce=\"[^\"]*\"", "nonce=AAECAwQFBgcICQoLDA0O00") + tag,
                ok + rest.replaceFirst(";nonce=\"[^\"]*\"", "") + tag,
                ok + rest.replaceFirst(";keyid=\"[^\"]*\"", "") + tag,
                ok + rest.replaceFirst("keyid=\"[^\"]*\"", "keyid=:AAAA:") + tag,
                "bs=()" + rest + tag,
                "bs=(\"@method\" \"@path\")" + rest + tag,
                "bs=(\"@method\"  \"@path\" \"@query\")" + rest + tag,
                "bs=( \"@method\" \"@path\" \"@query\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" )" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@path\" \"@query\")" + rest + tag,
                "bs=(\"@method\";req \"@path\" \"@query\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"@query-param\";name=\"x\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"@query-param\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"@target-uri\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"cookie\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"signature\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"Content-Type\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"x-absent\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\" \"content-digest\")" + rest + tag,
                "bs=(@method \"@path\" \"@query\")" + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query\""
                        + " \"a\" \"b\" \"c\" \"d\" \"e\" \"f\" \"g\" \"h\" \"i\" \"j\" \"k\" \"l\" \"m\" \"n\")"
                        + rest + tag,
                "bs=(\"@method\" \"@path\" \"@query)" + rest + tag,
                ok + rest + tag + ", x=(\"@method\");a=\"" + "y".repeat(4096) + "\"");
    }

    @ParameterizedTest
    @MethodSource("malformedInputs")
    void refusesMalformedInput(String input) {
        Unproved refused = read(input, "bs=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=:");

        assertThat(refused.code()).isEqualTo("proof_malformed");
        assertThat(refused.message()).startsWith("The header ").doesNotContain(KEYID, "AAEC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bs",
                "bs=",
                "bs=:",
                "bs=::",
                "bs=XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=",
                "bs=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA:",
                "bs=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteB=:",
                "bs=:XGQSoTlUwVPa1-WCc3cJxF_h75buZgZf9SMV4wvtteA=:",
                "bs=:XGQS:",
                "bs=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=:;a=1",
                "other=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=:",
                "bs=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=:, bs=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=:",
                "bs=:XGQSoTlUwVPa1+WCc3cJxF/h75buZgZf9SMV4wvtteA=:,"
            })
    void refusesMalformedSignature(String signature) {
        Unproved refused = read(vector().sign().signatureInput(), signature);

        assertThat(refused.code()).isEqualTo("proof_malformed");
        assertThat(refused.message()).startsWith("The header Signature").doesNotContain("XGQS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bs=()",
                "bs=(\"@method\");created=1;tag=\"other\"",
                "sig1=(\"@method\" \"@query-param\";name=\"a, b\");created=1;keyid=\"a;tag=\\\"bound-session\\\"\""
            })
    void ignoresSignaturesOfOtherParties(String other) {
        assertThat(read(other, "bs=:AAAA:").code()).isEqualTo("proof_required");
        Proof ours = vector().sign();
        HttpServletRequest both = FakeRequest.of(
                "GET",
                PATH,
                List.of(
                        "Signature-Input: " + other.replaceFirst("bs", "sig0"),
                        "Signature-Input: " + ours.signatureInput(),
                        "Signature: sig0=:AAAA:, " + ours.signature()));

        assertThat(possession.check(possession.read(both))).isEqualTo(Answer.PROVED);
    }

    @Test
    void asksForASignatureIfThereIsNone() {
        Unproved absent =
                possession.read(FakeRequest.of("GET", PATH, List.of())).unproved();

        assertThat(absent.code()).isEqualTo("proof_required");
        assertThat(absent.isAbsent()).isTrue();
        assertThat(absent.headers()).containsKey("Accept-Signature");
    }

    @Test
    void verifiesWhatElseIsCovered() {
        Proof proof = vector().alsoCovering("@authority", "example.org")
                .field("X-Flow", "orders, payments")
                .sign();
        HttpServletRequest request = FakeRequest.of(
                "GET",
                PATH,
                Stream.concat(
                                Stream.of("Host: Example.ORG:443"),
                                proof.withFieldLines("X-Flow:  orders", "X-Flow: payments ").headerLines().stream())
                        .toList());

        assertThat(possession.check(possession.read(request))).isEqualTo(Answer.PROVED);
    }

    @Test
    void refusesAnythingAlteredWithTheDigestOfItsOwnBase() {
        Proof proof = vector().sign();

        Answer wrong = possession.check(possession.read(FakeRequest.of("GET", PATH + "?limit=1", proof)));

        assertThat(wrong.result()).isEqualTo(Answer.Result.WRONG);
        assertThat(wrong.reason().code()).isEqualTo("proof_invalid");
        assertThat(wrong.reason().fields())
                .isEqualTo(Map.of(
                        "signature_base_sha256",
                        Sha256.hex(proof.base().replace("\"@query\": ?", "\"@query\": ?limit=1"))));
    }

    @Test
    void refusesTheSignatureOfAnotherSession() {
        String other = ProofKey.id("another-session");

        Answer wrong =
                check(new ProofSigner(SECRET, other).get(PATH).created(CREATED).sign());

        assertThat(wrong.reason().code()).isEqualTo("proof_invalid");
    }

    @Test
    void refusesAReplay() {
        Proof proof = vector().sign();

        assertThat(check(proof)).isEqualTo(Answer.PROVED);
        assertThat(check(proof).reason().code()).isEqualTo("proof_replayed");
    }

    /** The filter decides again on an asynchronous dispatch of the same request. */
    @Test
    void acceptsTheSameRequestAgainAfterADispatch() {
        HttpServletRequest request = FakeRequest.of("GET", PATH, vector().sign());
        possession.check(possession.read(request));
        clock.move(Duration.ofHours(1));

        assertThat(possession.check(possession.read(request))).isEqualTo(Answer.PROVED);
        assertThat(possession.check(possession.read(request)).result()).isEqualTo(Answer.Result.PROVED);
    }

    @Test
    void isBusyWhenItCannotRemember() {
        check(vector().nonce("1".repeat(16)).sign());
        check(vector().nonce("2".repeat(16)).sign());

        assertThatThrownBy(() -> check(vector().nonce("3".repeat(16)).sign())).isInstanceOf(BusyException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, PROVED", "10, PROVED", "11, REFUSED"})
    void acceptsClocksThatAreAheadByTenSeconds(long ahead, Answer.Result expected) {
        assertThat(check(vector().created(CREATED + ahead).sign()).result()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"60, PROVED", "61, REFUSED"})
    void acceptsSignaturesWithinTheWindow(long age, Answer.Result expected) {
        clock.move(Duration.ofSeconds(age));

        Answer answer = check(vector().sign());

        assertThat(answer.result()).isEqualTo(expected);
        if (expected == Answer.Result.REFUSED) {
            assertThat(answer.reason().code()).isEqualTo("proof_expired");
            assertThat(answer.reason().fields()).isEqualTo(Map.of("server_time", CREATED + age));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, PROVED", "0, REFUSED", "-1, REFUSED"})
    void endsWhenTheSignatureSays(long expires, Answer.Result expected) {
        assertThat(check(vector().expires(CREATED + expires).sign()).result()).isEqualTo(expected);
    }

    @Test
    void refusesSignaturesFromBeforeItsStart() {
        assertThat(check(vector().created(CREATED - 1).sign()).reason().code()).isEqualTo("proof_expired");
    }

    /** Else a stranger with the cookie could ask whether the clock of a client is right. */
    @Test
    void comparesTheKeyBeforeTheTime() {
        Answer wrong = check(new ProofSigner(SECRET, "x").get(PATH).created(1).sign());

        assertThat(wrong.result()).isEqualTo(Answer.Result.WRONG);
    }

    @Test
    void restoresTheKeyOnAnotherNode() {
        Possession elsewhere = scheme(COMPONENTS, Optional.empty(), "f".repeat(32), ROOT)
                .restore(SESSION, possession.storedForm())
                .orElseThrow();

        HttpServletRequest request = FakeRequest.of("GET", PATH, vector().sign());

        assertThat(elsewhere.check(elsewhere.read(request))).isEqualTo(Answer.PROVED);
        assertThat(elsewhere.storedForm()).isEqualTo(possession.storedForm());
    }

    @Test
    void restoresNothingFromADumpWithoutTheSessionId() {
        assertThat(scheme.restore("another-session", possession.storedForm())).isEmpty();
    }

    @Test
    void restoresNothingUnderAnotherRoot() {
        assertThat(scheme(COMPONENTS, Optional.empty(), "f".repeat(32)).restore(SESSION, possession.storedForm()))
                .isEmpty();
    }

    @Test
    void restoresNothingThatIsDamaged() {
        String form = possession.storedForm();
        int last = form.length() - 1;
        String flipped = form.substring(0, last) + (form.charAt(last) == 'A' ? 'B' : 'A');

        assertThat(List.of(flipped, form + "A", form.substring(0, last), form.replace("signature", "secret")))
                .allSatisfy(
                        damaged -> assertThat(scheme.restore(SESSION, damaged)).isEmpty());
    }

    @Test
    void storesNeitherSecretNorKey() {
        assertThat(possession.storedForm())
                .matches("\\{signature\\}[0-9a-f]{8}:[A-Za-z0-9_-]{80}")
                .isNotEqualTo(scheme.bind(SESSION, secret()).storedForm());
    }

    @Test
    void isNotVerifiableOnceItsRootIsGone() {
        SessionSecrets secrets = new SessionSecrets(List.of(ROOT.getBytes(UTF_8)), "/");
        Possession bound = new SignatureScheme(
                        secrets,
                        new SecretHeader("secretid", 32),
                        new SignatureScheme.Options(COMPONENTS, WINDOW, 10, new RequestTarget(Optional.empty())),
                        new ReplaySet(WINDOW, 2, clock),
                        clock)
                .bind(SESSION, secret());
        assertThat(bound.isVerifiable()).isTrue();

        secrets.rotateTo(List.of("f".repeat(32).getBytes(UTF_8)));

        assertThat(bound.isVerifiable()).isFalse();
    }

    @Test
    void requiresTheConfiguredComponents() {
        SignatureScheme strict = scheme(List.of("@method", "@path", "@query", "@authority"), Optional.empty(), ROOT);
        Possession bound = strict.bind(SESSION, secret());

        Unproved refused =
                bound.read(FakeRequest.of("GET", PATH, vector().sign())).unproved();

        assertThat(refused.code()).isEqualTo("proof_malformed");
        assertThat(refused.message()).contains("@authority");
    }

    @Test
    void verifiesWhatClientsSendToAProxyThatRewrites() {
        SignatureScheme behindProxy =
                scheme(COMPONENTS, Optional.of(URI.create("https://api.example.org/public/")), ROOT);
        Possession bound = behindProxy.bind(SESSION, secret());
        Proof proof = signer.get("/public/orders/a%2Fb?x")
                .created(CREATED)
                .alsoCovering("@authority", "api.example.org")
                .sign();

        assertThat(bound.check(bound.read(FakeRequest.of("GET", "/bound-session/orders/a%2Fb?x", proof))))
                .isEqualTo(Answer.PROVED);
    }

    @Test
    void verifiesTheTargetAsSentAfterADispatch() {
        List<String> lines = vector("/bound-session/a%7Eb?x=%31").sign().headerLines();
        HttpServletRequest async = FakeRequest.dispatched(
                DispatcherType.ASYNC,
                "/bound-session/a~b",
                Map.of(
                        AsyncContext.ASYNC_REQUEST_URI,
                        "/bound-session/a%7Eb",
                        AsyncContext.ASYNC_QUERY_STRING,
                        "x=%31"),
                lines);
        HttpServletRequest forward = FakeRequest.dispatched(
                DispatcherType.FORWARD,
                "/bound-session/other?y",
                Map.of(
                        RequestDispatcher.FORWARD_REQUEST_URI,
                        "/bound-session/a%7Eb",
                        RequestDispatcher.FORWARD_QUERY_STRING,
                        "x=%31"),
                lines);

        assertThat(possession.check(possession.read(async)).result()).isEqualTo(Answer.Result.PROVED);
        assertThat(possession.check(possession.read(forward)).reason().code()).isEqualTo("proof_replayed");
    }

    @Test
    void tellsNothingSecretOfItself() {
        HttpServletRequest request = FakeRequest.of("GET", PATH, vector().sign());

        assertThat(Stream.of(scheme, possession, possession.read(request), secret())
                        .map(Object::toString))
                .containsExactly("SignatureScheme", "SignaturePossession", "SignedRequest", "Secret");
    }

    private UnsignedRequest vector() {
        return vector(PATH);
    }

    private UnsignedRequest vector(String target) {
        return signer.get(target).created(CREATED).nonce("AAECAwQFBgcICQoLDA0O00");
    }

    private Answer check(Proof proof) {
        return possession.check(possession.read(FakeRequest.of("GET", PATH, proof)));
    }

    private Unproved read(String input, String signature) {
        return possession
                .read(FakeRequest.of("GET", PATH, List.of("Signature-Input: " + input, "Signature: " + signature)))
                .unproved();
    }
}
