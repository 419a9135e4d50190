package org.boundsession.bulkhead;

/**
 * A capacity limit is reached (hashing, waiting logins, the container's sessions). Nothing was decided and nothing
 * changed. The client receives 503 {@code busy}.
 */
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message without any data of the request */
    public BusyException(String message) {
        // These are thrown under load: filling in a stack trace would cost more than the refusal saves.
        super(message, null, false, false);
    }
}
