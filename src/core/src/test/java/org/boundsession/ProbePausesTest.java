package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbePausesTest {

    private boolean up;
    private final ProbePauses pauses = new ProbePauses(() -> up);

    @Test
    void growWithTheOutageUpToALimit() {
        Duration down = Duration.ZERO;
        Duration before = Duration.ZERO;

        for (int probe = 0; probe < 100; probe++) {
            Duration pause = pauses.get();
            assertThat(pause)
                    .isGreaterThanOrEqualTo(before)
                    .isLessThanOrEqualTo(down.dividedBy(8).plus(ProbePauses.SHORTEST));
            down = down.plus(pause);
            before = pause;
        }

        assertThat(before).isEqualTo(ProbePauses.LONGEST);
    }

    /** A failover takes up to ten seconds, and two more are allowed. */
    @Test
    void stayBelowTwoSecondsForTenSeconds() {
        Duration down = Duration.ZERO;
        Duration longest = Duration.ZERO;
        while (down.compareTo(Duration.ofSeconds(10)) < 0) {
            longest = pauses.get();
            down = down.plus(longest);
        }

        assertThat(longest).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void beginAnewAfterTheStoreWasUp() {
        for (int probe = 0; probe < 100; probe++) {
            pauses.get();
        }

        up = true;
        Duration whileUp = pauses.get();
        up = false;

        assertThat(whileUp).isEqualTo(ProbePauses.SHORTEST);
        assertThat(pauses.get()).isEqualTo(ProbePauses.SHORTEST);
    }
}
