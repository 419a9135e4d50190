package org.boundsession.binding;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of verifying the evidence of a request. If it cannot be determined, an exception is thrown, so that no
 * caller can mistake that for one of these. Immutable.
 *
 * @param reason what the client is told; null if the outcome says all
 */
public record Verdict(Outcome outcome, @Nullable Unproved reason) {

    /** What a request's evidence is. */
    public enum Outcome {
        /** The evidence proves possession, and the proof is recorded. */
        VALID,
        /** The evidence is wrong; the session remains live, because its limit of mismatches allows another attempt. */
        MISMATCH,
        /** The evidence is wrong, and this request has ended the session. */
        INVALIDATED,
        /** The session ended while the request waited. The verdict does not reveal whether the evidence is right. */
        ENDED,
        /** The evidence is not accepted, and the session remains live. */
        REFUSED
    }

    public Verdict {
        if (outcome == Outcome.REFUSED && reason == null) {
            throw new IllegalArgumentException("reason: required for REFUSED");
        }
    }

    public static final Verdict VALID = new Verdict(Outcome.VALID, null);
    public static final Verdict MISMATCH = new Verdict(Outcome.MISMATCH, null);
    public static final Verdict INVALIDATED = new Verdict(Outcome.INVALIDATED, null);
    public static final Verdict ENDED = new Verdict(Outcome.ENDED, null);

    static Verdict mismatch(@Nullable Unproved reason) {
        return reason == null ? MISMATCH : new Verdict(Outcome.MISMATCH, reason);
    }

    static Verdict refused(Unproved reason) {
        return new Verdict(Outcome.REFUSED, reason);
    }
}
