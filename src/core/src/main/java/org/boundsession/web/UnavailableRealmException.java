package org.boundsession.web;

/** The container reports that its realm is unavailable, so the credentials are neither right nor wrong: 503. */
final class UnavailableRealmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnavailableRealmException() {
        // While a realm is down each login throws it; the container logs the cause.
        super("the container's realm is not available", null, false, false);
    }
}
