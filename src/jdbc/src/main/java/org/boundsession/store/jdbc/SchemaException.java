package org.boundsession.store.jdbc;

/**
 * The database responds but cannot be used for sessions, and no retry changes that. The message tells an admin what to
 * do; it has no cause, because a driver's text may quote a URL.
 */
final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }
}
