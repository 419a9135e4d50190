package org.boundsession.client.it.samples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Runs a sample with some settings changed; asserts that it prints no password, secret or cookie. */
    SampleRun run(Sample sample, Map<String, String> changes) {
        sample.assumeInstalled();
        SampleRun run = SampleRun.of(sample, gateway.url("/bound-session"), directory.resolve("cookies"), changes);

        assertThat(run.output()).doesNotContain(secrets());
        return run;
    }

    /** Returns passwords, secrets and the values of all cookies. */
    String[] secrets() {
        Stream<String> cookies = gateway.calls().stream()
                .filter(call -> call.isLogin() && call.status() == 200)
                .map(call -> call.issuedCookie().substring("Session_ID=".length()));
        Stream<String> known = Stream.of(
                SampleRun.GENERAL_SECRET, SampleRun.ADMIN_SECRET, "general-password", "admin-password", WRONG_PASSWORD);
        return Stream.concat(known, cookies).toArray(String[]::new);
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

    Set<String> cookiesSentWith(String secret) {
        return dataCalls().stream()
                .filter(call -> call.secret().equals(secret))
                .map(call -> call.header("Cookie"))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
