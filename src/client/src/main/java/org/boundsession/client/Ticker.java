package org.boundsession.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time that passes, by the monotonic clock of the system, and waiting for it. Tests replace it. Thread-safe. */
class Ticker {

    /** Returns nanoseconds since an arbitrary origin. */
    long nanos() {
        return System.nanoTime();
    }

    void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
