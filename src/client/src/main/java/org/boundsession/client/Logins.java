package org.boundsession.client;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The latest login of a client. Concurrent callers that need one share it (single-flight). Thread-safe, without a
 * lock.
 */
final class Logins {

    private final AtomicReference<@Nullable Login> latest = new AtomicReference<>();
    private final LoginEndpoint endpoint;
    private final Ticker ticker;

    Logins(LoginEndpoint endpoint, Ticker ticker) {
        this.endpoint = endpoint;
        this.ticker = ticker;
    }

    /** Returns the latest login, or begins one if there is none that stands. */
    Login current() {
        Login login = latest.get();
        return login != null && login.stands() ? login : replace(login, null);
    }

    /** Returns a later login than the one whose session the server has refused: another caller's, or begins one. */
    Login after(Login refused) {
        return replace(refused, refused.established().orElse(null));
    }

    boolean isLatest(Login login) {
        return latest.get() == login;
    }

    /** Takes back the latest login if it has opened a session: the next caller begins another one. */
    Optional<Login> forget() {
        Login login = latest.get();
        if (login == null || login.established().isEmpty() || !latest.compareAndSet(login, null)) {
            return Optional.empty();
        }
        return Optional.of(login);
    }

    private Login replace(@Nullable Login old, @Nullable Session refused) {
        Login next = new Login(ticker);
        if (latest.compareAndSet(old, next)) {
            next.begin(() -> endpoint.logIn(refused));
            return next;
        }
        return current();
    }
}
