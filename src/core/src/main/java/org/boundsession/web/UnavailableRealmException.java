package org.boundsession.web;

/**
 * Thrown if the container reports that its realm is unavailable, so that the credentials are neither right nor wrong:
 * 503.
 */
final class UnavailableRealmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnavailableRealmException() {
        // No stack trace, because every login throws this during an outage of the realm; the container logs the cause.
        super("the container's realm is not available", null, false, false);
    }
}
