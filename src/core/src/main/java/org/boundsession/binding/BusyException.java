package org.boundsession.binding;

/**
 * A bound is reached (hashing, waiting logins, the container's sessions): nothing was decided and nothing changed. The answer
 * to it is 503 {@code busy}.
 */
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message without anything of the request */
    public BusyException(String message) {
        // A flood is when these are thrown; a stack trace each would cost more than the refusal saves.
        super(message, null, false, false);
    }
}
