package org.boundsession.concurrent;

import java.util.concurrent.atomic.AtomicLong;

/** A rate limiter for log messages: at most one a minute. Thread-safe and lock-free. */
public final class OnceAMinute {

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final AtomicLong last = new AtomicLong(System.nanoTime() - MINUTE_NANOS);

    /** Returns true for at most one caller a minute. */
    public boolean isDue() {
        long before = last.get();
        long now = System.nanoTime();
        return now - before >= MINUTE_NANOS && last.compareAndSet(before, now);
    }
}
