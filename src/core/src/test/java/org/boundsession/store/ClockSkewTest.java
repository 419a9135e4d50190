package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSkewTest {

    private final MovableClock clock = MovableClock.at("2026-01-31T12:00:00Z");
    private final ClockSkew skew = new ClockSkew(clock);

    @ParameterizedTest
    @ValueSource(longs = {-5_001, 5_001, -3_600_000, 3_600_000})
    void isExceededByMoreThanFiveSecondsUntilTheClocksAgreeAgain(long difference) {
        skew.measure(() -> clock.millis() + difference);
        assertThat(skew.isExceeded()).isTrue();

        skew.measure(clock::millis);
        assertThat(skew.isExceeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-5_000, 0, 5_000})
    void isNotExceededByFiveSeconds(long difference) {
        skew.measure(() -> clock.millis() + difference);

        assertThat(skew.isExceeded()).isFalse();
    }

    @Test
    void doesNotCountTheTimeThatTheStoreTakesToRespond() {
        skew.measure(() -> {
            clock.move(Duration.ofSeconds(30));
            return clock.millis() - 10_000;
        });

        assertThat(skew.isExceeded()).isFalse();
    }
}
