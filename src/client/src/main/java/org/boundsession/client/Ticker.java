package org.boundsession.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The time that passes, by the monotonic clock of the system, waiting for it, and the date of the server. Tests replace
 * it. Thread-safe.
 */
class Ticker {

    /** The shortest time for which a server may be set to accept a signature. */
    private static final long TOLERANCE_SECONDS = 5;

    /** How far the server's clock is ahead of that of this machine, as far as the server has said. */
    private volatile long offsetSeconds;

    /** Returns nanoseconds since an arbitrary origin. */
    long nanos() {
        return System.nanoTime();
    }

    final long serverTime() {
        return epochSecond() + offsetSeconds;
    }

    final void setServerTime(long epochSecond) {
        offsetSeconds = epochSecond - epochSecond();
    }

    final boolean differsFrom(long serverTime) {
        return Math.abs(serverTime - serverTime()) >= TOLERANCE_SECONDS;
    }

    /** Returns seconds since 1970, by the clock that an administrator sets. */
    long epochSecond() {
        return Instant.now().getEpochSecond();
    }

    void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
