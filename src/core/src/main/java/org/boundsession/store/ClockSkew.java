package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Compares the clock of this node with that of the store. All nodes write times into the store, so a session expires
 * early or late by as much as their clocks differ. Thread-safe.
 */
final class ClockSkew {

    private static final Logger LOG = System.getLogger(ClockSkew.class.getName());

    /** The difference in milliseconds from which the clocks are said to differ. */
    static final long MAX_MILLIS = 5_000;

    private final Clock clock;
    private volatile boolean exceeded;

    ClockSkew(Clock clock) {
        this.clock = clock;
    }

    /** Returns whether the clocks differed by more than {@link #MAX_MILLIS} when they were last compared. */
    boolean isExceeded() {
        return exceeded;
    }

    /** Compares the clocks; the time that the store takes to respond is not counted as a difference. */
    void measure(LongSupplier storeTime) {
        long before = clock.millis();
        long theirs = storeTime.getAsLong();
        long after = clock.millis();
        record(Math.max(before - theirs, 0) - Math.max(theirs - after, 0));
    }

    private synchronized void record(long aheadMillis) {
        boolean differs = Math.abs(aheadMillis) > MAX_MILLIS;
        if (differs && !exceeded) {
            LOG.log(
                    Level.WARNING,
                    "The clock of this node is {0} s {1} the clock of the session store. Sessions expire too early or too"
                            + " late by the difference: let NTP set the clocks of all nodes and of the store, and restart"
                            + " this node if its clock was wrong when it started",
                    Math.abs(aheadMillis) / 1000,
                    aheadMillis > 0 ? "ahead of" : "behind");
        } else if (!differs && exceeded) {
            LOG.log(Level.INFO, "The clocks of this node and of the session store agree again");
        }
        exceeded = differs;
    }
}
