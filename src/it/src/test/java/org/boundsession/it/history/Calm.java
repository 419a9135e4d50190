package org.boundsession.it.history;

/** Records for how long there has been no fault. Thread-safe. */
final class Calm {

    private final long leastNanos;
    private volatile boolean fault;
    private volatile long healed;

    /** @param leastNanos so long after a fault its last effects on nodes are over */
    Calm(long leastNanos) {
        this.leastNanos = leastNanos;
        this.healed = -leastNanos;
    }

    void end() {
        fault = true;
    }

    /** @param now nanoseconds since the start of the run */
    void beginAt(long now) {
        healed = now;
        fault = false;
    }

    /** Whether all was well at that time and for a while before; asked later, so that no fault since is overlooked. */
    boolean was(long time) {
        return !fault && time - healed >= leastNanos;
    }
}
