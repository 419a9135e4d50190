package org.boundsession.store.jdbc;

import org.jspecify.annotations.Nullable;

/** The database responds but cannot be used for sessions. The message tells an admin what to do. */
final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
