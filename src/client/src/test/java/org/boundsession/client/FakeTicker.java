package org.boundsession.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only while somebody sleeps, or when a test says so. Thread-safe. */
final class FakeTicker extends Ticker {

    private final AtomicLong now = new AtomicLong(-5);
    private final AtomicLong ahead = new AtomicLong();
    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

    @Override
    long nanos() {
        return now.get();
    }

    @Override
    long epochSecond() {
        return super.epochSecond() + ahead.get();
    }

    /** Sets the date of this machine. */
    void setAhead(Duration ofServer) {
        ahead.set(ofServer.toSeconds());
    }

    @Override
    void sleep(Duration time) {
        sleeps.add(time);
        pass(time);
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    List<Duration> sleeps() {
        return sleeps;
    }
}
