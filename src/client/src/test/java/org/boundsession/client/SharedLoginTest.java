package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers that need a login at the same time. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Binding.class)
class SharedLoginTest {

    private static final int CALLERS = 16;

    @Parameter
    private Binding binding;

    private final FakeTicker ticker = new FakeTicker();
    private ProtocolServer server;
    private BoundSessionClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ProtocolServer();
        client = server.client(ticker).binding(binding).build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int call() throws IOException, InterruptedException {
        return call(client);
    }

    private int call(BoundSessionClient sender) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.root().resolve("orders")).build();
        return sender.send(request, BodyHandlers.discarding()).statusCode();
    }

    private LoginFailedException failedCall() throws IOException, InterruptedException {
        try {
            throw new AssertionError("answered with " + call());
        } catch (LoginFailedException e) {
            return e;
        }
    }

    @Test
    void shareTheFirstLogin() {
        assertThat(Parallel.run(CALLERS, i -> call())).containsOnly(200);
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void shareTheLoginAfterAnExpiry() throws Exception {
        for (int expiry = 1; expiry <= 10; expiry++) {
            call();
            server.endSessions();

            assertThat(Parallel.run(CALLERS, i -> call())).containsOnly(200);
            assertThat(server.logins()).hasSize(1 + expiry);
        }
    }

    @Test
    void shareARefusalAndItIsRememberedForASecond() throws Exception {
        client = server.client(ticker)
                .binding(binding)
                .password("wrong-password"::toCharArray)
                .build();

        List<LoginFailedException> failures = Parallel.run(CALLERS, i -> failedCall());
        ticker.pass(Duration.ofMillis(999));
        failures.add(failedCall());

        assertThat(server.logins()).hasSize(1);
        assertThat(failures).doesNotHaveDuplicates().allSatisfy(failure -> {
            assertThat(failure.status()).isEqualTo(401);
            assertThat(failure.code()).isEqualTo("credentials_invalid");
            assertThat(failure.retryAfter()).isEmpty();
            assertThat(failure).hasMessage("Login failed with status 401 credentials_invalid: check user and password");
        });
        assertThat(failures.get(0).getStackTrace())
                .extracting(StackTraceElement::getClassName)
                .contains(SharedLoginTest.class.getName());

        ticker.pass(Duration.ofMillis(1));
        failedCall();
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void tryAgainAtOnceAfterAFailureThatWasNoAnswer() throws Exception {
        server.breakLogins(true);
        assertThatThrownBy(this::call).isInstanceOf(IOException.class).hasMessage("The login was not answered");
        server.breakLogins(false);

        assertThat(call()).isEqualTo(200);
    }

    @Test
    void getTheSessionAlsoIfTheFirstCallerIsInterrupted() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.onLogin(reply -> {
            arrived.countDown();
            return ProtocolServer.after(answer, reply);
        });
        FutureTask<Integer> first = new FutureTask<>(this::call);
        FutureTask<Integer> second = new FutureTask<>(this::call);

        Thread thread = start(first);
        arrived.await();
        start(second);
        thread.interrupt();
        assertThatThrownBy(first::get).hasCauseInstanceOf(InterruptedException.class);
        answer.countDown();

        assertThat(second.get()).isEqualTo(200);
        assertThat(server.logins()).hasSize(1);
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    @Test
    void repeatWithALaterSessionOfAnotherCallerWithoutALogin() throws Exception {
        call();
        server.endSessions();
        server.onCall(reply -> {
            // Another caller logs in while the refusal is on its way.
            otherCall();
            return reply;
        });

        assertThat(call()).isEqualTo(200);
        assertThat(server.logins()).hasSize(2);
    }

    private void otherCall() {
        assertThat(Parallel.run(1, i -> call())).containsExactly(200);
    }

    @Test
    void logInOnceMoreIfTheSessionOfAnotherCallerHasEndedToo() throws Exception {
        call();
        server.endSessions();
        server.onCall(reply -> {
            otherCall();
            server.endSessions();
            return reply;
        });

        assertThat(call()).isEqualTo(200);
        assertThat(server.logins()).hasSize(3);
    }

    @Test
    void returnTheThirdRefusal() throws Exception {
        call();
        server.endSessions();
        server.onCall(reply -> {
            otherCall();
            return reply;
        });
        // The two attempts of the other caller.
        server.onCall(reply -> reply);
        server.onCall(reply -> reply);
        server.onCall(reply -> Reply.of(401, "login_required"));
        server.onCall(reply -> Reply.of(401, "login_required"));

        assertThat(call()).isEqualTo(401);
        assertThat(server.calls()).hasSize(1 + 2 + 3);
    }

    @Test
    void ofTwoClientsSideBySideNeverMix() throws Exception {
        BoundSessionClient other = server.client()
                .binding(binding)
                .secret("my-own-secret-2"::toCharArray)
                .build();

        assertThat(Parallel.run(CALLERS, i -> call(i % 2 == 0 ? client : other)))
                .containsOnly(200);

        assertThat(server.logins()).hasSize(2);
        assertThat(server.calls().stream()
                        .map(call -> call.cookie().orElseThrow()
                                + call.header("secretid").orElse(""))
                        .distinct())
                .hasSize(2);
    }
}
