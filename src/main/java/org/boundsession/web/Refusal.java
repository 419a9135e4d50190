package org.boundsession.web;

import java.util.OptionalInt;

/**
 * One way in which a request is refused.
 *
 * @param status of the HTTP answer
 * @param code stable, for programs
 * @param message for people; never holds what the client sent
 * @param retryAfter seconds, where trying again later helps
 */
record Refusal(int status, String code, String message, OptionalInt retryAfter) {

    static final Refusal SECRET_MISSING = of(400, "secret_missing", "The header with the secret is missing");
    static final Refusal SESSION_INVALIDATED =
            of(401, "session_invalidated", "Session invalidated. Please log in again");
    static final Refusal SECRET_MISMATCH =
            of(401, "secret_mismatch", "The secret is not the one that the session was opened with");
    static final Refusal CREDENTIALS_INVALID = of(401, "credentials_invalid", "Invalid credentials. Please try again");
    static final Refusal LOGIN_REQUIRED = of(401, "login_required", "Unauthorized. Please log in");
    static final Refusal NOT_FOUND = of(404, "not_found", "There is nothing here");
    static final Refusal METHOD_NOT_ALLOWED =
            of(405, "method_not_allowed", "The method is not allowed here, see the header Allow");
    static final Refusal SECURE_REQUIRED = of(403, "access_denied", "Log in over HTTPS");
    static final Refusal BUSY = later("busy", "Too many logins at the moment. Please try again shortly", 1);
    static final Refusal RECORDS_UNAVAILABLE =
            later("records_unavailable", "The data cannot be read at the moment. Please try again later", 5);

    static Refusal secretMalformed(String what) {
        return of(400, "secret_malformed", what);
    }

    static Refusal parameterMalformed(String what) {
        return of(400, "parameter_malformed", what);
    }

    static Refusal accessDenied(String resource) {
        return of(403, "access_denied", "You have no access to " + resource + ". Contact the administrator");
    }

    static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message, OptionalInt.empty());
    }

    private static Refusal later(String code, String message, int retryAfter) {
        return new Refusal(503, code, message, OptionalInt.of(retryAfter));
    }
}
