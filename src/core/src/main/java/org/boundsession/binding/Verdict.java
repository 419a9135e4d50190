package org.boundsession.binding;

/**
 * What a secret says about the session it was sent with. A further outcome, "cannot be known now", is an exception, so
 * that no caller takes it for one of these.
 */
public enum Verdict {
    /** The secret that the session is bound to. The proof is recorded. */
    VALID,
    /** Another secret; the session lives on, because {@code mismatch-limit} allows it. */
    MISMATCH,
    /** Another secret; it has ended the session. */
    INVALIDATED,
    /** The session ended while the request waited. Nothing is said about the secret, right or wrong. */
    ENDED
}
