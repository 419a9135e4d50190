package org.boundsession.web;

/** The container says that its realm cannot be asked: nothing is known of the credentials. The answer to it is 503. */
final class UnavailableRealmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnavailableRealmException() {
        // While a realm is down each login throws it; the container logs the cause.
        super("the container's realm is not available", null, false, false);
    }
}
