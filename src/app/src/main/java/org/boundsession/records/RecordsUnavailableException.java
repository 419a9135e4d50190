package org.boundsession.records;

/**
 * The records cannot be read now: the database is down or slow, or the query is wrong.
 *
 * <p>The message is constant. What the database said is in the cause, which may quote SQL and data: log it, never answer
 * with it.
 */
public final class RecordsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordsUnavailableException(Throwable cause) {
        super("The records are not available", cause);
    }
}
