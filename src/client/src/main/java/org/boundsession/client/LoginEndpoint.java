package org.boundsession.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Logs in at {@code /login} of the server. Thread-safe if the suppliers are. */
final class LoginEndpoint {

    private final HttpClient http;
    private final Root root;
    private final Credentials credentials;
    private final Binding binding;
    private final String secretHeader;
    private final Supplier<char[]> secrets;
    private final Ticker clock;
    private final Duration timeout;

    LoginEndpoint(
            HttpClient http,
            Root root,
            Credentials credentials,
            Binding binding,
            String secretHeader,
            Supplier<char[]> secrets,
            Ticker clock,
            Duration timeout) {
        this.http = http;
        this.root = root;
        this.credentials = credentials;
        this.binding = binding;
        this.secretHeader = secretHeader;
        this.secrets = secrets;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Begins a login. It does not end with the thread that began it, because others wait for it, too.
     *
     * @param previous the session that the server refused, null if there is none
     * @throws IllegalStateException if password or secret cannot be sent
     */
    CompletableFuture<Session> logIn(@Nullable Session previous) {
        Secret secret = Secret.from(secretHeader, secrets);
        Session shown = previous != null && previous.isBoundTo(secret) ? previous : null;
        return send(request(shown, secret)).thenCompose(response -> session(response, shown, secret));
    }

    /** The timeout of a request ends with the header section of its answer, this one with the body. */
    private CompletableFuture<HttpResponse<String>> send(HttpRequest login) {
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(login, BodyHandlers.ofString());
        return exchange.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> exchange.cancel(true));
    }

    /** A GET, because the JDK repeats it if the server closed an idle connection. */
    private HttpRequest request(@Nullable Session shown, Secret secret) {
        HttpRequest.Builder login =
                HttpRequest.newBuilder(root.resolve("login")).header("Authorization", credentials.basic());
        secret.addTo(login);
        if (binding == Binding.SIGNATURE) {
            login.header("binding", "signature");
        }
        if (shown != null) {
            shown.addCookieTo(login);
        }
        return login.build();
    }

    private CompletableFuture<Session> session(HttpResponse<String> response, @Nullable Session shown, Secret secret) {
        try {
            Proof proof = binding == Binding.SECRET ? secret : SigningKey.of(response, secret, clock);
            return CompletableFuture.completedFuture(new LoginAnswer(response).session(shown, proof));
        } catch (LoginFailedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
