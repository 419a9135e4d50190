package org.boundsession.client.it.samples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.testkit.proof.ProofSigner;

/** Runs samples through a gateway, and returns what they sent. */
record SampleRunner(Gateway gateway, Path directory) implements AutoCloseable {

    static final String WRONG_PASSWORD = "a-wrong-password";

    /** @param directory an empty one, for cookies and output */
    static SampleRunner against(URI root, Path directory) {
        return new SampleRunner(Gateway.before(root), directory);
    }

    SampleRun run(Sample sample) {
        return run(sample, Map.of());
    }

    /** Runs a sample with some settings changed; asserts that it prints no secret, and signs each request anew. */
    SampleRun run(Sample sample, Map<String, String> changes) {
        sample.assumeInstalled();
        SampleRun run = SampleRun.of(sample, gateway.url("/bound-session"), directory.resolve("cookies"), changes);

        assertThat(run.output()).doesNotContain(secrets());
        assertThat(signatures()).doesNotHaveDuplicates();
        return run;
    }

    /** Returns passwords, secrets, keys and the values of all cookies. */
    String[] secrets() {
        Stream<String> cookies = gateway.calls().stream()
                .filter(call -> call.isLogin() && call.status() == 200)
                .map(call -> call.issuedCookie().substring("Session_ID=".length()));
        Stream<String> known = Stream.of(
                SampleRun.GENERAL_SECRET, SampleRun.ADMIN_SECRET, "general-password", "admin-password", WRONG_PASSWORD);
        return Stream.of(known, cookies, enrolled()).flatMap(values -> values).toArray(String[]::new);
    }

    /** Returns the random secrets of sessions with signatures, and their keys. */
    private Stream<String> enrolled() {
        return gateway.calls().stream().filter(Call::enrols).flatMap(login -> {
            byte[] key = login.signer().key();
            return Stream.of(
                    login.secret(),
                    HexFormat.of().formatHex(key),
                    Base64.getEncoder().encodeToString(key));
        });
    }

    /** Returns how often each user sent a login. */
    Map<String, Long> logins() {
        return gateway.calls().stream()
                .filter(Call::isLogin)
                .collect(groupingBy(call -> call.credentials().split(":")[0], counting()));
    }

    List<Call> dataCalls() {
        return gateway.calls().stream().filter(call -> !call.isLogin()).toList();
    }

    /** Returns the status of each answer to a path, in the order of the answers. */
    List<Integer> statuses(String path) {
        return gateway.calls().stream()
                .filter(call -> call.path().equals(path))
                .map(Call::status)
                .toList();
    }

    /** Returns the cookies that were issued to a user and sent with data calls. */
    Set<String> cookiesOf(String user) {
        return dataCalls().stream()
                .filter(call -> gateway.login(call).credentials().startsWith(user + ":"))
                .map(call -> call.header("Cookie"))
                .collect(Collectors.toSet());
    }

    /** Asserts that a data call proves what its session is bound to, in that way only. */
    void assertProven(Call call) {
        Optional<ProofSigner> signer = gateway.signer(call);
        assertThat(call.secret())
                .isEqualTo(signer.isPresent() ? "" : gateway.login(call).secret());
        signer.ifPresent(key -> assertThat(call.header("Signature"))
                .isEqualTo(call.signedAgain(key).signature()));
    }

    /** Returns the signatures of all calls. */
    List<String> signatures() {
        return gateway.calls().stream()
                .map(call -> call.header("Signature"))
                .filter(signature -> !signature.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
