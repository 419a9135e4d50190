package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.boundsession.guide.Guide;
import org.boundsession.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample for browsers, in a page that has the origin of the application. */
@ExtendWith(SampleServer.class)
class BrowserSampleIT {

    private static final Path MODULE = Path.of("src/client/samples/browser/bound-session.mjs");
    private static final int TIMEOUT_SECONDS = 60;

    /** A page that sends what its script printed, or why it failed, to the gateway. */
    private static final String PAGE = """
            <!doctype html>
            <script type="module">
              import { BoundSession } from './bound-session.mjs';
              const open = () => new BoundSession(new URL('/bound-session/', location.href));
              const lines = [];
              const print = (...values) => lines.push(values.join(' '));
              const stored = (change) => new Promise((resolve) => {
                indexedDB.open('bound-session').onsuccess = ({ target }) => {
                  const store = target.result.transaction('keys', 'readwrite').objectStore('keys');
                  store.get('/bound-session/').onsuccess = ({ target: { result } }) => {
                    store.put(change(result), '/bound-session/').onsuccess = () => resolve(result);
                  };
                };
              });
              try {
                %s
              } catch (failure) {
                print('failed', failure);
              }
              await fetch('result', { method: 'POST', body: lines.join('\\n') });
            </script>
            """;

    @TempDir
    private Path directory;

    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.before(SampleServer.root());
        gateway.always("/bound-session.mjs", file("text/javascript", Guide.read(MODULE)));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void signsCallsOfThePageAndOfALaterOne() throws Exception {
        assertThat(run("""
                await open().logIn('general', 'general-password');
                print((await open().fetch('getemployeedetails?limit=1&q=J%c3%bcrgen%20%26+Co')).status);
                const headers = new Headers({ 'Content-Type': 'application/json' });
                print((await open().fetch('binding', { method: 'post', headers, body: '{"name":"Jürgen"}' })).status);
                """)).isEqualTo("200\n200");

        assertThat(gateway.calls())
                .filteredOn(call -> !call.header("Signature").isEmpty())
                .hasSize(2)
                .allSatisfy(call -> {
                    assertThat(call.secret()).isEmpty();
                    assertThat(call.header("Content-Type"))
                            .isEqualTo(call.body().isEmpty() ? "" : "application/json");
                    assertThat(call.header("Signature"))
                            .isEqualTo(call.signedAgain(gateway.signer(call).orElseThrow())
                                    .signature());
                });
    }

    @Test
    void keepsAKeyThatNoScriptCanRead() throws Exception {
        assertThat(run("""
                await open().logIn('general', 'general-password');
                const { key, ...rest } = await stored((session) => session);
                print(key.extractable, Object.keys(rest));
                await crypto.subtle.exportKey('raw', key).catch((failure) => print(failure.name));
                """)).isEqualTo("false keyid,confirmed\nInvalidAccessError");
    }

    @Test
    void confirmsTheSessionBeforeTheBrowserDropsItsCookie() throws Exception {
        assertThat(run("""
                await open().logIn('general', 'general-password');
                await stored((session) => ({ ...session, confirmed: 0 }));
                print((await open().fetch('getemployeedetails?limit=1')).status);
                print((await open().fetch('getemployeedetails?limit=1')).status);
                """)).isEqualTo("200\n200");

        assertThat(gateway.calls().stream().filter(Call::isLogin))
                .extracting(call -> call.answer().orElseThrow().customStatus())
                .containsExactly("N", "A");
    }

    @Test
    void learnsTheClockOfTheServer() throws Exception {
        gateway.once("/getemployeedetails", call -> {
            String body = "{\"code\":\"proof_expired\",\"server_time\":%d}".formatted(call.created() + 5);
            return Optional.of(new Response(401, List.of(), body));
        });

        assertThat(run("""
                await open().logIn('general', 'general-password');
                print((await open().fetch('getemployeedetails?limit=1')).status);
                """)).isEqualTo("200");

        List<Call> calls = gateway.calls().stream()
                .filter(call -> call.path().equals("/getemployeedetails"))
                .toList();
        assertThat(calls.get(1).created() - calls.get(0).created()).isBetween(5L, 10L);
    }

    @Test
    void asksForALoginIfThereIsNoSession() throws Exception {
        assertThat(run("""
                const session = open();
                const attempt = () => session.fetch('getemployeedetails').catch((failure) => print(failure.message));
                await attempt();
                await session.logIn('general', 'wrong').catch((failure) => print(failure.message));
                await session.logIn('general', 'general-password');
                await session.logOut();
                await attempt();
                """)).isEqualTo("not logged in\nlogin failed: 401 credentials_invalid\nnot logged in");
    }

    /** Returns what the script printed. */
    private String run(String script) throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        gateway.always("/page.html", file("text/html; charset=utf-8", PAGE.formatted(script)));
        gateway.once("/result", call -> {
            result.complete(call.body());
            return Optional.of(new Response(204, List.of(), ""));
        });
        Process chromium = chromium(gateway.url("/bound-session/page.html").toString());
        try {
            return result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } finally {
            chromium.descendants().forEach(ProcessHandle::destroyForcibly);
            chromium.destroyForcibly().waitFor();
        }
    }

    private Process chromium(String url) throws IOException {
        Programs.assumeInstalled("chromium");
        // Not in the temporary directory, which cannot be deleted while the last process of the browser writes to it.
        Path profiles = Files.createDirectories(Path.of("target/chromium").toAbsolutePath());
        return new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + Files.createTempDirectory(profiles, "profile-"),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("chromium.txt").toFile())
                .start();
    }

    private static Response file(String type, String text) {
        return new Response(200, List.of("Content-Type: " + type), text);
    }
}
