package org.boundsession.store;

/** The outcome of an attempt to end a session, as the store knows it. */
public enum EndState {
    /** The attempt ended the session. */
    ENDED,
    /** The session has not ended: the attempt may still be in progress, or never reached the store. */
    NOT_ENDED,
    /** The session is absent, or another attempt ended it. The attempt can no longer take effect. */
    GONE
}
