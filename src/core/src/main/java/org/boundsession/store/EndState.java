package org.boundsession.store;

/** What a store knows of an attempt to end a session. */
public enum EndState {
    /** The attempt ended the session. */
    ENDED,
    /** Nobody has ended the session: the attempt may still be under way, or never was. */
    NOT_ENDED,
    /** There is no such session, or another attempt ended it: this one never will. */
    GONE
}
