package org.boundsession.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server answered a login, but did not open a session. The message says what to do; neither message nor cause
 * contain the password, the secret or a cookie. If the server could not be reached, the exception is another
 * {@link IOException}.
 */
public final class LoginFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final @Nullable Duration retryAfter;

    LoginFailedException(int status, String code, @Nullable Duration retryAfter) {
        this(status, code, retryAfter, null);
    }

    private LoginFailedException(
            int status, String code, @Nullable Duration retryAfter, @Nullable LoginFailedException first) {
        super("Login failed with status " + status + (code.isEmpty() ? "" : " " + code) + ": " + advice(status, code));
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
        initCause(first);
    }

    /**
     * Returns the same failure with the stack of the calling thread, which shared the login.
     *
     * @param elapsed the time since the server's answer
     */
    LoginFailedException shared(Duration elapsed) {
        Duration asked = retryAfter;
        if (asked == null) {
            return new LoginFailedException(status, code, null, this);
        }
        Duration remaining = asked.compareTo(elapsed) < 0 ? Duration.ZERO : asked.minus(elapsed);
        return new LoginFailedException(status, code, remaining, this);
    }

    /** Returns the HTTP status of the answer, for instance 401. */
    public int status() {
        return status;
    }

    /**
     * Returns the {@code code} of the answer's JSON body, for instance {@code credentials_invalid}, or an empty string
     * if there is none because something other than the application answered.
     */
    public String code() {
        return code;
    }

    /** Returns how long the server asks to wait from now on, if it does; longer than the client may wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    private static String advice(int status, String code) {
        return switch (code) {
            case "credentials_invalid" -> "check user and password";
            case "secret_missing" -> "the secret did not arrive; check the name of its header, and proxies";
            case "secret_malformed" -> "check the length of the secret; the server asks for 8 to 1024 bytes by default";
            case "binding_missing" ->
                "the server did not bind the session to a key; check its version, and whether a proxy removes the header"
                        + " binding";
            case "binding_refused" -> "the server's setting bindings does not have this kind";
            case "session_invalidated", "secret_mismatch" -> "the session was bound to another secret; try again";
            case "secure_required" -> "use https";
            case "too_many_attempts" -> "too many logins failed; check user and password, and wait";
            case "busy", "store_unavailable", "realm_unavailable" -> "the server cannot log in at present; try later";
            case "cookie_missing" -> "the answer has no cookie; check whether a proxy removes Set-Cookie";
            default ->
                status / 100 == 3
                        ? "the server redirects, and redirects are not followed; check scheme, host and path of the root"
                        : "this is no answer of bound-session's login; check the root, and proxies";
        };
    }
}
