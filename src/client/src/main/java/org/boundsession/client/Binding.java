package org.boundsession.client;

/** What a session is bound to: what a request must bring beside the session's cookie. */
public enum Binding {

    /** The secret itself, which each request carries. */
    SECRET,

    /**
     * A key that is derived from a secret. The secret is random, new for each login and sent with the login only; each
     * later request is signed with the key (RFC 9421), so that the log of a call, or a proxy that sees it, has nothing
     * that opens another call.
     */
    SIGNATURE
}
