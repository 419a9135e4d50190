package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeriodicallyTest {

    private static final Logger LOG = Logger.getLogger(Periodically.class.getName());
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Semaphore runs = new Semaphore(0);
    private volatile Thread thread;

    @Test
    void goesOnAfterARunThatFailedAndLogsIt() throws InterruptedException {
        Recorded recorded = new Recorded();
        LOG.addHandler(recorded);
        try (Periodically failing = new Periodically("test", SHORT, () -> {
            runs.release();
            throw new IllegalStateException("failed by the test");
        })) {
            assertThat(failing).isNotNull();

            runs.acquire(3);
        } finally {
            LOG.removeHandler(recorded);
        }

        assertThat(recorded.lines).hasSizeGreaterThanOrEqualTo(2).allSatisfy(line -> {
            assertThat(line.getMessage()).contains("bound-session-test");
            assertThat(line.getThrown()).hasMessage("failed by the test");
        });
    }

    @Test
    void hasEndedItsThreadWhenItIsClosedDuringARun() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Periodically blocked = new Periodically("test", SHORT, () -> {
            thread = Thread.currentThread();
            runs.release();
            never.await();
        });
        runs.acquire();

        blocked.close();

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void hasEndedItsThreadWhenItIsClosedDuringAPause() {
        Periodically pausing = new Periodically("test-of-a-pause", Duration.ofHours(1), runs::release);

        pausing.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("bound-session-test-of-a-pause");
        assertThat(runs.availablePermits()).isZero();
    }

    private static final class Recorded extends Handler {

        private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
