package org.boundsession.client.it.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.boundsession.http.Response;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** What the interceptors of the Java samples do with the requests of an application, of whatever method. */
@ExtendWith(SampleServer.class)
class SampleInterceptorsIT {

    private static final String ORDERS = "/orders";
    private static final String OURS = "WWW-Authenticate: BoundSession login=\"/bound-session/login\"";
    private static final Response REFUSED_LOGIN = new Response(401, List.of(), "{\"code\":\"credentials_invalid\"}");
    private static final int THREADS = 4;
    private static final int MAX_WAIT_SECONDS = 8;

    @TempDir
    private Path directory;

    private SampleRunner runner;

    @BeforeEach
    void open() {
        runner = SampleRunner.against(SampleServer.root(), directory);
        runner.gateway().always(ORDERS, new Response(200, List.of(), ""));
    }

    @AfterEach
    void close() {
        runner.close();
    }

    @ParameterizedTest
    @MethodSource("interceptorsWithIdempotentMethods")
    void repeatIdempotentMethodsIfTheServerIsBusy(Interceptor interceptor, String method) throws Throwable {
        answerOnce(503, "Retry-After: 0");

        assertThat(send(interceptor, method).status()).isEqualTo(200);
        assertThat(runner.statuses(ORDERS)).containsExactly(503, 200);
    }

    @ParameterizedTest
    @MethodSource("interceptorsWithOtherMethods")
    void doNotRepeatOtherMethodsIfTheServerIsBusy(Interceptor interceptor, String method) throws Throwable {
        answerOnce(503, "Retry-After: 0");

        assertThat(send(interceptor, method).status()).isEqualTo(503);
        assertThat(runner.statuses(ORDERS)).containsExactly(503);
    }

    @ParameterizedTest
    @MethodSource("interceptorsWithAllMethods")
    void repeatEveryMethodThatTheServerRefusedForItsSession(Interceptor interceptor, String method) throws Throwable {
        answerOnce(401, "WWW-Authenticate: Basic realm=\"proxy\"", OURS);

        assertThat(send(interceptor, method).status()).isEqualTo(200);
        assertThat(runner.statuses(ORDERS)).containsExactly(401, 200);
        assertThat(runner.logins()).containsEntry("general", 2L);
    }

    @ParameterizedTest
    @MethodSource("interceptorsWithIdempotentMethods")
    void repeatIdempotentMethodsThatAnotherServerRefused(Interceptor interceptor, String method) throws Throwable {
        answerOnce(401);

        assertThat(send(interceptor, method).status()).isEqualTo(200);
        assertThat(runner.statuses(ORDERS)).containsExactly(401, 200);
    }

    @ParameterizedTest
    @MethodSource("interceptorsWithOtherMethods")
    void doNotRepeatOtherMethodsThatAnotherServerRefused(Interceptor interceptor, String method) throws Throwable {
        answerOnce(401, "WWW-Authenticate: Basic realm=\"BoundSession\"");

        assertThat(send(interceptor, method).status()).isEqualTo(401);
        assertThat(runner.statuses(ORDERS)).containsExactly(401);
        assertThat(runner.logins()).containsEntry("general", 1L);
    }

    @ParameterizedTest
    @EnumSource
    void showNeitherSecretNorCookieToTheApplication(Interceptor interceptor) throws Throwable {
        answerOnce(401, OURS);
        Interceptor.Caller caller = interceptor.caller(root());

        for (String method : List.of("GET", "POST")) {
            Interceptor.Outcome outcome = caller.send(method, url());

            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.visible()).isNotBlank().doesNotContain(runner.secrets());
        }
    }

    @Test
    void showNeitherSecretNorCookieInAnExceptionOfSpring() throws Throwable {
        runner.gateway().always(ORDERS, new Response(403, List.of(), ""));
        RestClient client = Interceptor.REST_CLIENT.client(RestClient.class, URI.class, root());

        Throwable failure = catchThrowable(
                () -> client.get().uri(URI.create(url())).retrieve().toBodilessEntity());

        assertThat(failure).isInstanceOf(HttpClientErrorException.Forbidden.class);
        assertThat(failure.toString()).doesNotContain(runner.secrets());
    }

    @ParameterizedTest
    @EnumSource
    void showNeitherSecretNorPasswordIfTheLoginFails(Interceptor interceptor) throws Throwable {
        runner.gateway().always("/login", REFUSED_LOGIN);
        Interceptor.Caller caller = interceptor.caller(root());

        Throwable failure = catchThrowable(() -> caller.get(url()));

        assertThat(failure).hasStackTraceContaining("login as general failed: 401 credentials_invalid");
        assertThat(String.valueOf(failure.getCause()) + failure).doesNotContain(runner.secrets());
    }

    @ParameterizedTest
    @EnumSource
    void shareAFailedLoginBetweenThreads(Interceptor interceptor) throws Throwable {
        Interceptor.Caller caller = interceptor.caller(root());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        runner.gateway().once("/login", call -> {
            awaitThreads(threads, THREADS - 1);
            return Optional.of(REFUSED_LOGIN);
        });

        List<Throwable> failures = Parallel.run(THREADS, index -> {
            threads.add(Thread.currentThread());
            return catchThrowable(() -> caller.get(url()));
        });

        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure).hasStackTraceContaining("401 credentials_invalid"));
        assertThat(runner.logins()).containsEntry("general", 1L);
    }

    /** Waits until that many threads wait for the login of another one, or for too long. */
    private static void awaitThreads(Set<Thread> threads, int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        while (threads.stream().filter(SampleInterceptorsIT::waitsForALogin).count() < count
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static boolean waitsForALogin(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(FutureTask.class.getName())
                        && frame.getMethodName().equals("get"));
    }

    @ParameterizedTest
    @MethodSource("interceptorsWithMalformedRoots")
    void refuseARootThatDoesNotEndWithASlash(Interceptor interceptor, String root) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> interceptor.caller(URI.create(root)))
                .withMessageContaining("root")
                .withMessageNotContaining("root-password");
    }

    private static Stream<Arguments> interceptorsWithMalformedRoots() {
        return interceptorsWith(
                "http://localhost/app",
                "http://localhost/app?/",
                "http://localhost/app#/",
                "http://user:root-password@localhost/app/");
    }

    private static Stream<Arguments> interceptorsWithAllMethods() {
        return Stream.concat(interceptorsWithIdempotentMethods(), interceptorsWithOtherMethods());
    }

    /** RFC 9110, section 9.2.2. */
    private static Stream<Arguments> interceptorsWithIdempotentMethods() {
        return interceptorsWith("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");
    }

    private static Stream<Arguments> interceptorsWithOtherMethods() {
        return interceptorsWith("POST", "PATCH");
    }

    private static Stream<Arguments> interceptorsWith(String... values) {
        return Stream.of(Interceptor.values())
                .flatMap(interceptor -> Stream.of(values)
                        // Apache HttpClient sends no cookie with TRACE (RFC 9110, section 9.3.8).
                        .filter(value -> interceptor != Interceptor.HTTP_CLIENT_5 || !value.equals("TRACE"))
                        .map(value -> Arguments.of(interceptor, value)));
    }

    private void answerOnce(int status, String... headers) {
        runner.gateway().once(ORDERS, call -> Optional.of(new Response(status, List.of(headers), "")));
    }

    private Interceptor.Outcome send(Interceptor interceptor, String method) throws Throwable {
        return interceptor.caller(root()).send(method, url());
    }

    private URI root() {
        return runner.gateway().url("/bound-session/");
    }

    private String url() {
        return root().resolve("orders").toString();
    }
}
