package org.boundsession.client;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One login, under way or ended, whose outcome many callers share. Thread-safe. */
final class Login {

    /** How long a refusal is remembered, so that callers with a wrong password do not ask one after the other. */
    private static final Duration MEMORY = Duration.ofSeconds(1);

    /** The server's {@code Retry-After} is remembered instead, but not a mistaken one of a year. */
    private static final Duration LONGEST_MEMORY = Duration.ofMinutes(1);

    private final CompletableFuture<Session> outcome = new CompletableFuture<>();
    private final Ticker ticker;
    private volatile long endNanos;
    private volatile @Nullable Throwable failure;

    Login(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Called once, by the thread that was the first to need the login; throws nothing, because others wait as well. */
    void begin(Supplier<CompletableFuture<Session>> login) {
        try {
            login.get().whenComplete(this::end);
        } catch (Throwable e) {
            // Also an exception that a supplier of another language may not declare: the others wait for an end.
            end(null, e instanceof IOException ? new UndeclaredThrowableException(e) : e);
        }
    }

    private void end(@Nullable Session session, @Nullable Throwable thrown) {
        endNanos = ticker.nanos();
        if (thrown == null) {
            outcome.complete(session);
            return;
        }
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
        failure = cause == null ? thrown : cause;
        outcome.completeExceptionally(thrown);
    }

    boolean isUnderWay() {
        return !outcome.isDone();
    }

    /** Returns false if it failed, and the failure is not to be told to callers that come now. */
    boolean stands() {
        Throwable failed = failure;
        return failed == null || failed instanceof LoginFailedException refusal && isRemembered(refusal);
    }

    private boolean isRemembered(LoginFailedException refusal) {
        Duration memory = refusal.retryAfter().orElse(MEMORY);
        Duration bounded = memory.compareTo(LONGEST_MEMORY) > 0 ? LONGEST_MEMORY : memory;
        return sinceEnd().compareTo(bounded) < 0;
    }

    private Duration sinceEnd() {
        return Duration.ofNanos(ticker.nanos() - endNanos);
    }

    /** Returns the session if the login has succeeded. */
    Optional<Session> established() {
        return isUnderWay() || failure != null ? Optional.empty() : Optional.of(outcome.join());
    }

    /**
     * Waits for the outcome. An interrupted caller leaves, and the login goes on for the others.
     *
     * @throws LoginFailedException if the server refused the login
     * @throws IOException if it could not be reached or did not answer in time
     * @throws IllegalStateException if password or secret could not be had or sent
     */
    Session session() throws IOException, InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** A new exception for each caller, of the types that the JDK's client throws, with the stack of the caller. */
    private IOException failure(@Nullable Throwable cause) {
        if (cause instanceof LoginFailedException refusal) {
            return refusal.shared(sinceEnd());
        }
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return caused(new HttpTimeoutException("The login was not answered in time"), cause);
        }
        if (cause instanceof ConnectException) {
            return caused(new ConnectException("The server of the login could not be reached"), cause);
        }
        if (cause instanceof IOException) {
            return new IOException("The login was not answered", cause);
        }
        throw new IllegalStateException("The login could not be sent", cause);
    }

    private static IOException caused(IOException exception, Throwable cause) {
        exception.initCause(cause);
        return exception;
    }
}
