package org.boundsession.store;

import org.jspecify.annotations.Nullable;

/**
 * A store could not be asked: it is down, too slow, full, or out of connections. Nothing is known of the session, so nothing
 * may be decided about it; the answer is 503 {@code store_unavailable}. The message holds nothing of a session.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    private StoreUnavailableException(String message, @Nullable Throwable cause, boolean unreachable) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** It cannot be reached, or does not answer: the next call will fare no better. */
    public static StoreUnavailableException unreachable(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, true);
    }

    /** It answers, but refused or failed this one call. */
    public static StoreUnavailableException failed(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(message, cause, false);
    }

    public boolean isUnreachable() {
        return unreachable;
    }
}
