package org.boundsession;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The pauses between probes of a store that is down (backoff). They grow with the outage: after a short one the store
 * is used again soon, and in a long one a server in distress is left alone. Each is about an eighth of the time that the
 * store has been down, so that a failover of ten seconds costs less than two more. Confined to one thread.
 */
final class ProbePauses implements Supplier<Duration> {

    static final Duration SHORTEST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(15);

    private static final int PART = 8;

    private final BooleanSupplier up;
    private Duration next = SHORTEST;

    /** @param up whether the store was up at the last probe */
    ProbePauses(BooleanSupplier up) {
        this.up = up;
    }

    @Override
    public Duration get() {
        if (up.getAsBoolean()) {
            next = SHORTEST;
            return next;
        }
        Duration pause = next;
        Duration longer = pause.plus(pause.dividedBy(PART));
        next = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        return pause;
    }
}
