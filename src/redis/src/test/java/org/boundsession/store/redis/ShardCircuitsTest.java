package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShardCircuitsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private long now = Long.MAX_VALUE - 1;
    private final ShardCircuits circuits = new ShardCircuits(() -> now, TIMEOUT);

    @Test
    void failsCallsOfANodeThatIsDownAndOfNoOther() {
        circuits.open("a");
        assertThat(circuits.tryAcquire("a")).as("the first attempt").isTrue();

        assertThat(circuits.tryAcquire("a")).isFalse();
        assertThat(circuits.tryAcquire("b")).isTrue();
    }

    @Test
    void attemptsOneCallAfterEachPauseUntilANodeResponds() {
        circuits.open("a");
        circuits.tryAcquire("a");
        circuits.open("a");
        assertThat(circuits.tryAcquire("a")).isFalse();

        now += PAUSE.toNanos();
        assertThat(circuits.tryAcquire("a")).isTrue();
        assertThat(circuits.tryAcquire("a")).isFalse();
        circuits.close("a");

        assertThat(circuits.areAllClosed()).isTrue();
        assertThat(circuits.tryAcquire("a")).isTrue();
    }

    @Test
    void attemptsAnotherCallIfTheOutcomeOfOneIsNeverReported() {
        circuits.open("a");
        circuits.tryAcquire("a");

        now += TIMEOUT.toNanos();

        assertThat(circuits.tryAcquire("a")).isTrue();
    }
}
