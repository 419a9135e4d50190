package org.boundsession.binding;

import org.jspecify.annotations.Nullable;

/**
 * The result of checking the evidence of a request against the binding of a session. Immutable.
 *
 * @param reason what the client is told; null if the caller knows what to say
 */
public record Answer(Result result, @Nullable Unproved reason) {

    /** What the check found. */
    public enum Result {
        /** The evidence proves possession of what the session is bound to. */
        PROVED,
        /** The evidence does not match the binding. */
        WRONG,
        /** The evidence is not accepted, for example because it was used before; this is no mismatch. */
        REFUSED,
        /** The fast check cannot decide; only {@link Possession#checkSlowly} can. */
        UNKNOWN
    }

    public Answer {
        if (result == Result.REFUSED && reason == null) {
            throw new IllegalArgumentException("reason: required for REFUSED");
        }
    }

    public static final Answer PROVED = new Answer(Result.PROVED, null);
    public static final Answer WRONG = new Answer(Result.WRONG, null);
    public static final Answer UNKNOWN = new Answer(Result.UNKNOWN, null);

    /** Returns {@link Result#WRONG} with what the client is told while the session remains. */
    public static Answer wrong(Unproved reason) {
        return new Answer(Result.WRONG, reason);
    }

    public static Answer refused(Unproved reason) {
        return new Answer(Result.REFUSED, reason);
    }
}
