package org.boundsession.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One request of a caller, sent until its answer is final. Not thread-safe. */
final class Call<T> {

    /** Once after a login, and once more if another caller's later login has replaced that session meanwhile. */
    private static final int MAX_LOGINS = 2;

    /** A server may have begun to process another method before it answered 503 (RFC 9110, section 9.2.2). */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    private final HttpClient http;
    private final Logins logins;
    private final Ticker ticker;
    private final HttpRequest request;
    private final BodyHandler<T> handler;

    private Login login;
    private int renewals;
    /** Whether another caller's login had ended before this call asked for it: its session may have ended already. */
    private boolean adopted;
    /** What is left of the time that this call may wait. */
    private Duration patience;
    /** Written by a thread of the client before {@code send} returns. */
    private volatile boolean repeated;

    Call(
            HttpClient http,
            Logins logins,
            Duration patience,
            Ticker ticker,
            HttpRequest request,
            BodyHandler<T> handler) {
        this.http = http;
        this.logins = logins;
        this.patience = patience;
        this.ticker = ticker;
        this.request = request;
        this.handler = handler;
        this.login = logins.current();
    }

    HttpResponse<T> answer() throws IOException, InterruptedException {
        while (true) {
            HttpResponse<T> response = http.send(session().prove(request), this::receive);
            if (!repeated) {
                return new Answer<>(response, request);
            }
            if (response.statusCode() == 401) {
                renewLogin();
            } else {
                await(RetryAfter.of(response.statusCode(), response.headers()).orElseThrow());
            }
        }
    }

    private Session session() throws IOException, InterruptedException {
        while (true) {
            try {
                return login.session();
            } catch (LoginFailedException e) {
                if (!isAwaited(e.retryAfter())) {
                    throw e;
                }
                await(e.retryAfter().get());
                login = logins.current();
            }
        }
    }

    private void renewLogin() {
        boolean superseded = !logins.isLatest(login);
        login = logins.after(login);
        adopted = superseded && !login.isUnderWay();
        renewals++;
    }

    private void await(Duration wait) throws InterruptedException {
        patience = patience.minus(wait);
        ticker.sleep(wait);
    }

    /** Only the final answer's body goes to the caller's handler, which may write it to a file. */
    private BodySubscriber<T> receive(ResponseInfo info) {
        repeated = info.statusCode() == 401
                ? isUnprocessed(info.headers()) && mayRenewLogin()
                : mayWait(info.statusCode(), info.headers());
        return repeated ? BodySubscribers.replacing(null) : handler.apply(info);
    }

    /** A gateway, or a servlet behind the filter, may have done something before it answered 401. */
    private boolean isUnprocessed(HttpHeaders headers) {
        return isIdempotent()
                || headers.firstValue("WWW-Authenticate").orElse("").startsWith("BoundSession ");
    }

    private boolean isIdempotent() {
        return IDEMPOTENT.contains(request.method());
    }

    private boolean mayRenewLogin() {
        return renewals == 0 || renewals < MAX_LOGINS && (adopted || !logins.isLatest(login));
    }

    private boolean mayWait(int status, HttpHeaders headers) {
        return isIdempotent() && isAwaited(RetryAfter.of(status, headers));
    }

    private boolean isAwaited(Optional<Duration> wait) {
        return wait.isPresent() && wait.get().compareTo(patience) <= 0;
    }
}
