package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MovableClock timeOfDay = MovableClock.at("2026-01-31T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final SteadyClock clock = new SteadyClock(timeOfDay, nanos::get);

    @Test
    void startsAtTheTimeOfDayAndFollowsTheMonotonicClockThroughItsOverflow() {
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));

        nanos.addAndGet(HOUR.toNanos());

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-31T13:00:00Z"));
    }

    @Test
    void tellsTheSameTimeAlthoughTheClocksAreNotReadAtOnce() {
        timeOfDay.move(Duration.ofMillis(999));

        assertThat(clock.timeOfDayAt(clock.instant())).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void ignoresStepsOfTheTimeOfDayButTellsAClientOfThem() {
        timeOfDay.move(HOUR.negated());

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(clock.timeOfDayAt(clock.instant().plus(HOUR))).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    }
}
