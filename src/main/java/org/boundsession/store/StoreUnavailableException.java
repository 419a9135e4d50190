package org.boundsession.store;

import org.jspecify.annotations.Nullable;

/**
 * A store could not be asked: it is down, too slow, full, or out of connections. Nothing is known of the session, so nothing
 * may be decided about it; the answer is 503 {@code store_unavailable}. The message holds nothing of a session.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
