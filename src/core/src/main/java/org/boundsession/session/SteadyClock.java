package org.boundsession.session;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock that starts at the time of day and then follows the monotonic clock of the system. If the time of day is
 * changed while the process runs, by an administrator or by NTP, sessions neither expire early nor live longer.
 * Thread-safe.
 *
 * <p>Most systems stop their monotonic clock while they are suspended, and so does this clock.
 */
public final class SteadyClock extends Clock {

    private final Clock timeOfDay;
    private final LongSupplier nanoTime;
    private final long startMillis;
    private final long startNanos;

    public SteadyClock() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    SteadyClock(Clock timeOfDay, LongSupplier nanoTime) {
        this.timeOfDay = timeOfDay;
        this.nanoTime = nanoTime;
        this.startMillis = timeOfDay.millis();
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public long millis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
    }

    /**
     * Returns the time of day at which this clock will show the given time, as a client is to be told it. Differences
     * below a second are no change of the time of day: each of the clocks is read in milliseconds, and not at once.
     */
    public Instant timeOfDayAt(Instant time) {
        long changedMillis = timeOfDay.millis() - millis();
        return Math.abs(changedMillis) < 1000 ? time : time.plusMillis(changedMillis);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are epoch milliseconds");
    }
}
