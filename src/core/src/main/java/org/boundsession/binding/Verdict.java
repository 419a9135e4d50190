package org.boundsession.binding;

/**
 * The outcome of verifying the evidence of a request. If it cannot be determined, an exception is thrown, so that no
 * caller can mistake that for one of these.
 */
public enum Verdict {
    /** The evidence proves possession, and the proof is recorded. */
    VALID,
    /** The evidence is wrong; the session remains live, because {@code mismatch-limit} allows another attempt. */
    MISMATCH,
    /** The evidence is wrong, and this request has ended the session. */
    INVALIDATED,
    /** The session ended while the request waited. The verdict does not reveal whether the evidence is right. */
    ENDED
}
