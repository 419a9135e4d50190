package org.boundsession.binding;

/** What evidence says about the binding of a session. */
public enum Answer {
    /** It proves possession of what the session is bound to. */
    PROVED,

    /** It is evidence of something else. */
    WRONG,

    /** Only the slow check can tell. */
    UNKNOWN
}
