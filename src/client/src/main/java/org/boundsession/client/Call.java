package org.boundsession.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of a caller, sent with a new proof each time until its answer is final. Not thread-safe. */
final class Call<T> {

    /** Once after a login, and once more if another caller's later login has replaced that session meanwhile. */
    static final int MAX_LOGINS = 2;

    /** A server may have begun to process another method before it answered 503 (RFC 9110, section 9.2.2). */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    private final BoundSessionClient client;
    private final HttpRequest request;
    private final BodyHandler<T> handler;

    private Login login;
    private int renewals;
    /** Whether another caller's login had ended before this call asked for it: its session may have ended already. */
    private boolean adopted;
    /** What is left of the time that this call may wait. */
    private Duration patience;
    /** The codes after which it was signed again. */
    private final Set<String> overcome = new HashSet<>();
    /** Written by a thread of the client before {@code send} returns. */
    private volatile boolean repeated;
    /** Likewise; null if the last answer is none. */
    private volatile @Nullable Refusal refusal;

    /** @param renewals how many of the logins that it may cause it has caused already */
    Call(BoundSessionClient client, Login login, int renewals, HttpRequest request, BodyHandler<T> handler) {
        this.client = client;
        this.login = login;
        this.renewals = renewals;
        this.patience = client.maxWait;
        this.request = request;
        this.handler = handler;
    }

    HttpResponse<T> answer() throws IOException, InterruptedException {
        while (true) {
            refusal = null;
            Session session = session();
            HttpRequest sent = session.prove(request);
            HttpResponse<T> response = client.http.send(sent, this::receive);
            Refusal refused = refusal;
            if (refused != null) {
                if (!isOvercome(refused, session.isSigned(), sent)) {
                    return new Answer<>(response, request, refused.handledBy(handler));
                }
            } else if (!repeated) {
                return new Answer<>(response, request, response.body());
            } else if (response.statusCode() == 401) {
                renewLogin();
            } else {
                await(RetryAfter.of(response.statusCode(), response.headers()).orElseThrow());
            }
        }
    }

    /** Does what may overcome a refusal. Returns false if the caller must have it. */
    private boolean isOvercome(Refusal refused, boolean signed, HttpRequest sent) {
        String code = refused.code();
        if (signed && isSignedAgain(refused, code)) {
            return true;
        }
        if (signed && code.equals("proof_invalid")) {
            refused.report(sent);
        }
        if (code.startsWith("proof_") || !mayRenewLogin()) {
            return false;
        }
        renewLogin();
        return true;
    }

    /** Returns whether another signature may be accepted, which is tried once for each reason. */
    private boolean isSignedAgain(Refusal refused, String code) {
        if (code.equals("proof_replayed")) {
            // The JDK's client sends an idempotent request a second time as it is, if the server closed an idle
            // connection. The first one may have been processed.
            return isIdempotent() && overcome.add(code);
        }
        long time = refused.serverTime(client.ticker.serverTime());
        // The answer to a HEAD has no code.
        boolean expired = code.equals("proof_expired") || code.isEmpty() && client.ticker.differsFrom(time);
        if (expired) {
            client.ticker.setServerTime(time);
        }
        return expired && overcome.add("proof_expired");
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
                login = client.logins.current();
            }
        }
    }

    private void renewLogin() {
        boolean superseded = !client.logins.isLatest(login);
        login = client.logins.after(login);
        adopted = superseded && !login.isUnderWay();
        renewals++;
    }

    private void await(Duration wait) throws InterruptedException {
        patience = patience.minus(wait);
        client.ticker.sleep(wait);
    }

    /** Only the final answer's body goes to the caller's handler, which may write it to a file. */
    private BodySubscriber<T> receive(ResponseInfo info) {
        if (Refusal.is(info)) {
            return BodySubscribers.mapping(BodySubscribers.ofByteArray(), body -> refused(new Refusal(info, body)));
        }
        repeated = isIdempotent()
                && (info.statusCode() == 401
                        ? mayRenewLogin()
                        : isAwaited(RetryAfter.of(info.statusCode(), info.headers())));
        return repeated ? BodySubscribers.replacing(null) : handler.apply(info);
    }

    private @Nullable T refused(Refusal received) {
        refusal = received;
        return null;
    }

    private boolean isIdempotent() {
        return IDEMPOTENT.contains(request.method());
    }

    private boolean mayRenewLogin() {
        return renewals == 0 || renewals < MAX_LOGINS && (adopted || !client.logins.isLatest(login));
    }

    private boolean isAwaited(Optional<Duration> wait) {
        return wait.isPresent() && wait.get().compareTo(patience) <= 0;
    }
}
