package org.boundsession.binding.signature;

import java.time.Clock;

/**
 * For how long a signature is accepted after it was made. Immutable.
 *
 * @param seconds the maximum age
 * @param clock the time of day, which clients know
 */
public record ProofWindow(int seconds, Clock clock) {

    /** By how much a client's clock may be ahead, in seconds. */
    public static final int AHEAD_SECONDS = 10;

    /** Returns the time of day in epoch seconds. */
    long now() {
        return Math.floorDiv(clock.millis(), 1000);
    }

    boolean contains(SignatureInput input) {
        long now = now();
        return now - seconds <= input.created()
                && input.created() <= now + AHEAD_SECONDS
                && input.expires().orElse(Long.MAX_VALUE) > now;
    }
}
