package org.boundsession.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.boundsession.binding.Unproved;

/**
 * A refusal of a request: status, code, message and, if a later attempt may succeed, the time to wait. Immutable.
 *
 * <p>{@code code} is stable and for programs; {@code message} is for people and never contains what the client has
 * sent.
 */
public final class Refusal {

    static final Refusal SESSION_INVALIDATED =
            of(401, "session_invalidated", "Session invalidated. Please log in again");
    static final Refusal SECRET_MISMATCH = of(401, "secret_mismatch", "The secret does not match the session");
    static final Refusal CREDENTIALS_INVALID = of(401, "credentials_invalid", "Invalid credentials. Please try again");
    static final Refusal LOGIN_REQUIRED = of(401, "login_required", "Unauthorized. Please log in");
    static final Refusal TOKEN_REQUIRED = of(
            401,
            "token_required",
            "Metrics need the token of the setting metrics-token, sent as Authorization: Bearer");
    static final Refusal SECURE_REQUIRED = of(403, "secure_required", "Log in over HTTPS");
    static final Refusal NOT_FOUND = of(404, "not_found", "Not found");
    static final Refusal METHOD_NOT_ALLOWED =
            of(405, "method_not_allowed", "Method not allowed. The header Allow lists the allowed methods");
    static final Refusal BODY_MALFORMED = of(400, "request_refused", "The request body is incomplete or malformed");
    static final Refusal BODY_TOO_LARGE = of(
            413,
            "body_too_large",
            "The request body is larger than " + RequestBody.MAX_BYTES / 1024
                    + " kB, or was sent too slowly. No body is needed");
    static final Refusal BUSY = later(503, "busy", "Too many requests at the moment. Please try again shortly", 1);
    static final Refusal STORE_UNAVAILABLE = later(
            503, "store_unavailable", "Sessions cannot be read or written at the moment. Please try again shortly", 1);
    static final Refusal DRAINING = later(503, "draining", "This node is about to stop. Please use another one", 5);
    static final Refusal REALM_UNAVAILABLE =
            later(503, "realm_unavailable", "Credentials cannot be checked at the moment. Please try again shortly", 1);

    private static final int NO_TIME = 0;

    private final int status;
    private final String code;
    private final String message;
    private final int retryAfter;
    private final byte[] body;

    private Refusal(int status, String code, String message, int retryAfter) {
        this.status = status;
        this.code = code;
        this.message = message;
        this.retryAfter = retryAfter;
        this.body = Answers.body(this::writeTo);
    }

    public static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message, NO_TIME);
    }

    /** @param retryAfter the value of {@code Retry-After} in seconds */
    public static Refusal later(int status, String code, String message, int retryAfter) {
        return new Refusal(status, code, message, retryAfter);
    }

    /** Returns the refusal of a request whose evidence is not accepted. */
    static Refusal unproved(Unproved reason) {
        return of(status(reason), reason.code(), reason.message());
    }

    private static int status(Unproved reason) {
        return switch (reason.reason()) {
            case ABSENT, MALFORMED -> 400;
            case REQUIRED, REFUSED -> 401;
            case TOO_LARGE -> 413;
        };
    }

    static Refusal proofInsufficient(Set<String> accepted) {
        return of(
                403,
                "proof_insufficient",
                "This resource needs a session of another kind of binding: " + String.join(" or ", accepted));
    }

    static Refusal accessDenied(String resource) {
        return of(403, "access_denied", "You have no access to " + resource + ". Contact the administrator");
    }

    /** Returns the refusal of a throttled login, with the wait rounded up to seconds. */
    static Refusal tooManyAttempts(Duration wait) {
        int seconds = Math.toIntExact(wait.plusMillis(999).toSeconds());
        return later(429, "too_many_attempts", "Too many failed logins. Please try again later", Math.max(1, seconds));
    }

    int status() {
        return status;
    }

    boolean helpsToRetry() {
        return retryAfter != NO_TIME;
    }

    /** Returns the value of {@code Retry-After} in seconds. */
    int retryAfter() {
        return retryAfter;
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStringField("code", code);
        json.writeStringField("message", message);
    }

    byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return code;
    }
}
