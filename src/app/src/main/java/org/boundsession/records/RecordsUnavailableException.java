package org.boundsession.records;

/**
 * The records cannot be read now: the database is down or slow, or the query is wrong.
 *
 * <p>The message is constant. The cause contains the database's message, which may quote SQL and data: it may be
 * logged but never sent to a client.
 */
public final class RecordsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordsUnavailableException(Throwable cause) {
        super("The records are not available", cause);
    }
}
