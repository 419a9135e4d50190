package org.boundsession.binding;

/**
 * What a secret says about the session it was sent with. The third outcome besides right and wrong, "cannot be known
 * now", is an exception, so that no caller takes it for one of the two.
 */
public enum Verdict {
    /** The secret that the session is bound to. */
    VALID,
    /** Another secret; the session lives on, because {@code mismatch-limit} allows it. */
    MISMATCH,
    /** Another secret; the session has been destroyed. */
    INVALIDATED
}
