package org.boundsession.client.it.camel;

/** A change that a test makes to the flow, most of them mistakes that a test must find. */
enum Change {
    /** The component keeps cookies, too. */
    DEFAULT_COOKIE_STORE,
    /** The component keeps the cookies of all users in one place. */
    SHARED_COOKIE_STORE,
    /** All headers of the message are sent. */
    NO_ALLOW_LIST,
    /** The method follows from the body. */
    NO_GET,
    /** A 401 is the result. */
    NO_RETRY,
    /** Logins of one user wait for each other. */
    LOGIN_BY_ONE_CONSUMER
}
