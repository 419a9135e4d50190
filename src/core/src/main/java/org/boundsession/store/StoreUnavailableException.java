package org.boundsession.store;

import org.jspecify.annotations.Nullable;

/**
 * The store did not respond or refused a call: it is down, too slow, full, or out of connections. Nothing is known of
 * the session, so the request must not be decided; the client receives 503 {@code store_unavailable}. The message
 * contains no data of a session.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private enum Kind {
        UNREACHABLE,
        PARTLY_UNREACHABLE,
        FAILED
    }

    private StoreUnavailableException(String message, @Nullable Throwable cause, Kind kind) {
        super(message, cause);
        this.kind = kind;
    }

    /** The store cannot be reached or does not respond, so the next call would fail too. Opens the circuit breaker. */
    public static StoreUnavailableException unreachable(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, Kind.UNREACHABLE);
    }

    /**
     * One of several servers of the store cannot be reached or does not respond, and with it a part of the sessions.
     * Does not open the circuit breaker, because the others are served.
     */
    public static StoreUnavailableException partlyUnreachable(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, Kind.PARTLY_UNREACHABLE);
    }

    /** The store responds, but refused or failed this call. Does not open the circuit breaker. */
    public static StoreUnavailableException failed(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, Kind.FAILED);
    }

    /** Returns whether there was no response, so that the outcome of the call is not known. */
    public boolean isUnreachable() {
        return kind != Kind.FAILED;
    }

    /** Returns whether other sessions can be reached. */
    public boolean isPartial() {
        return kind == Kind.PARTLY_UNREACHABLE;
    }
}
