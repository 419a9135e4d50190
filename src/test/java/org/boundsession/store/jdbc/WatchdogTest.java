package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    /** A driver whose own timeout is as long may be the quicker one; what it then throws looks like a broken connection. */
    @Test
    void callsACallOverdueBeforeItFreesIt() {
        try (Watchdog watchdog = new Watchdog(Duration.ofNanos(1));
                Watchdog.Call call = watchdog.begin()) {
            assertThat(call.isOverdue()).isTrue();
        }
    }

    @Test
    void leavesACallAloneThatIsNotOverdue() {
        try (Watchdog watchdog = new Watchdog(Duration.ofHours(1));
                Watchdog.Call call = watchdog.begin()) {
            assertThat(call.isOverdue()).isFalse();
        }
    }
}
