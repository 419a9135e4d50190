package org.boundsession.store;

import org.jspecify.annotations.Nullable;

/**
 * The store did not respond or refused a call: it is down, too slow, full, or out of connections. Nothing is known of
 * the session, so the request must not be decided; the client receives 503 {@code store_unavailable}. The message
 * contains no data of a session.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    private StoreUnavailableException(String message, @Nullable Throwable cause, boolean unreachable) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** The store cannot be reached or does not respond, so the next call would fail too. Opens the circuit breaker. */
    public static StoreUnavailableException unreachable(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, true);
    }

    /** The store responds, but refused or failed this call. Does not open the circuit breaker. */
    public static StoreUnavailableException failed(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, false);
    }

    public boolean isUnreachable() {
        return unreachable;
    }
}
