package org.boundsession.binding;

/** The result of checking the evidence of a request against the binding of a session. */
public enum Answer {
    /** The evidence proves possession of what the session is bound to. */
    PROVED,

    /** The evidence does not match the binding. */
    WRONG,

    /** The fast check cannot decide; only {@link Possession#checkSlowly} can. */
    UNKNOWN
}
