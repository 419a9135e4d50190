package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.bulkhead.Caller;
import org.boundsession.bulkhead.FairBulkhead;
import org.boundsession.bulkhead.Permit;
import org.boundsession.web.SingleFlight.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SingleFlightTest {

    private static final int FOLLOWERS = 23;

    private final FairBulkhead bulkhead = new FairBulkhead(1000, 1000);
    private final SingleFlight<String, String> flight =
            new SingleFlight<>(result -> !result.equals("own"), Duration.ofSeconds(20), System::nanoTime);
    private final CountDownLatch landing = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void sharesOneResultAmongAllWhoAskMeanwhile() throws Exception {
        FutureTask<String> leader = waiting(() -> flight.run("key", permit(), this::landed));
        List<FutureTask<String>> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            followers.add(waiting(() -> flight.run("key", permit(), this::landed)));
        }
        landing.countDown();

        assertThat(leader.get()).isEqualTo("result 1");
        for (FutureTask<String> follower : followers) {
            assertThat(follower.get()).isEqualTo("result 1");
        }
    }

    @Test
    void keepsNothingAfterTheLeader() throws Exception {
        landing.countDown();

        assertThat(flight.run("key", permit(), this::landed)).isEqualTo("result 1");
        assertThat(flight.run("key", permit(), this::landed)).isEqualTo("result 2");
    }

    @Test
    void keepsKeysApart() throws Exception {
        FutureTask<String> other = waiting(() -> flight.run("key", permit(), this::landed));

        assertThat(flight.run("another", permit(), () -> "at once")).isEqualTo("at once");
        landing.countDown();
        assertThat(other.get()).isEqualTo("result 1");
    }

    @Test
    void letsAFollowerLeadIfTheLeaderGivesUp() throws Exception {
        FutureTask<String> leader = waiting(() -> flight.run("key", permit(), () -> {
            landed();
            throw new BusyException("gave up");
        }));
        List<FutureTask<String>> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            followers.add(waiting(() -> flight.run("key", permit(), this::landed)));
        }
        landing.countDown();

        assertThatThrownBy(leader::get).hasCauseInstanceOf(BusyException.class);
        for (FutureTask<String> follower : followers) {
            assertThat(follower.get()).startsWith("result ").isNotEqualTo("result 1");
        }
    }

    @Test
    void letsAFollowerLeadIfTheResultIsTheLeadersOwn() throws Exception {
        FutureTask<String> leader = waiting(() -> flight.run("key", permit(), () -> {
            landed();
            return "own";
        }));
        FutureTask<String> follower = waiting(() -> flight.run("key", permit(), this::landed));
        landing.countDown();

        assertThat(leader.get()).isEqualTo("own");
        assertThat(follower.get()).isEqualTo("result 2");
    }

    @Test
    void isBusyIfTheLeaderNeedsTooLong() throws Exception {
        SingleFlight<String, String> hasty = new SingleFlight<>(result -> true, Duration.ofMillis(1), System::nanoTime);
        FutureTask<String> leader = waiting(() -> hasty.run("key", permit(), this::landed));

        assertThatThrownBy(() -> hasty.run("key", permit(), this::landed)).isInstanceOf(BusyException.class);

        landing.countDown();
        assertThat(leader.get()).isEqualTo("result 1");
    }

    @Test
    void isBusyForAnInterruptedFollowerOnly() throws Exception {
        FutureTask<String> leader = waiting(() -> flight.run("key", permit(), this::landed));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> flight.run("key", permit(), this::landed)).isInstanceOf(BusyException.class);
        assertThat(Thread.interrupted()).isTrue();

        landing.countDown();
        assertThat(leader.get()).isEqualTo("result 1");
    }

    @Test
    void passesOnWhatTheLeaderThrows() {
        Work<String> broken = () -> {
            throw new IllegalStateException("broken");
        };

        assertThatThrownBy(() -> flight.run("key", permit(), broken)).hasMessage("broken");
        assertThatThrownBy(() -> flight.run("key", permit(), broken)).hasMessage("broken");
    }

    private String landed() {
        try {
            landing.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "result " + runs.incrementAndGet();
    }

    private Permit permit() {
        return bulkhead.acquire(Caller.of("user", List.of("192.0.2.1")));
    }

    /** Starts a thread, and returns when it waits. */
    private static <T> FutureTask<T> waiting(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }
}
