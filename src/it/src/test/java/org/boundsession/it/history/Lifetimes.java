package org.boundsession.it.history;

import java.time.Duration;

/** The lifetimes of a session, in nanoseconds, and the precision with which they can be observed from outside. */
record Lifetimes(long idle, long absolute) {

    Lifetimes(Duration idle, Duration absolute) {
        this(idle.toNanos(), absolute.toNanos());
    }

    /** The clocks of nodes, store and clients differ by less: they run on one machine. */
    long tolerance() {
        return idle / 50;
    }

    /** A shared store may be told of a proof that much later. */
    long longestIdle() {
        return idle + idle / 10;
    }
}
