package org.boundsession.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimedCallTest {

    /** A driver whose own timeout is as long may be the quicker one; what it then throws looks like a broken connection. */
    @Test
    void isOverdueBeforeItIsFreed() {
        try (TimeLimiter limiter = new TimeLimiter("test", Duration.ofNanos(1));
                TimedCall call = limiter.begin()) {
            assertThat(call.isOverdue()).isTrue();
        }
    }

    @Test
    void isNotOverdueBeforeTheLimit() {
        try (TimeLimiter limiter = new TimeLimiter("test", Duration.ofHours(1));
                TimedCall call = limiter.begin()) {
            assertThat(call.isOverdue()).isFalse();
        }
    }
}
