package org.boundsession.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.boundsession.binding.HashingLane.Place;
import org.boundsession.binding.HashingLane.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HashingLaneTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void admitsAsManyAsItIsWide() {
        HashingLane lane = new HashingLane(2, 0, LONG);

        try (Place first = lane.enter(Purpose.LOGIN);
                Place second = lane.enter(Purpose.LOGIN)) {
            assertThatThrownBy(() -> lane.enter(Purpose.LOGIN)).isInstanceOf(BusyException.class);
            assertThatThrownBy(() -> lane.enter(Purpose.CHECK)).isInstanceOf(BusyException.class);
        }
    }

    @Test
    void admitsAgainWhenAPlaceIsGivenBack() {
        HashingLane lane = new HashingLane(1, 0, LONG);

        for (int i = 0; i < 3; i++) {
            lane.enter(Purpose.LOGIN).close();
        }

        assertThat(lane.enter(Purpose.CHECK)).isNotNull();
    }

    @Test
    void refusesWhoWaitsTooLong() {
        HashingLane lane = new HashingLane(1, 10, Duration.ofMillis(1));

        try (Place taken = lane.enter(Purpose.LOGIN)) {
            assertThatThrownBy(() -> lane.enter(Purpose.LOGIN))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("waited too long");
        }

        assertThat(lane.enter(Purpose.LOGIN)).isNotNull();
    }

    @Test
    void letsChecksGoBeforeLoginsThatWaitedLonger() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        List<Purpose> order = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(2);
        Place taken = lane.enter(Purpose.LOGIN);

        waiter(lane, Purpose.LOGIN, order, done);
        waiter(lane, Purpose.CHECK, order, done);
        taken.close();
        done.await();

        assertThat(order).containsExactly(Purpose.CHECK, Purpose.LOGIN);
    }

    @Test
    void boundsEachQueueOfItsOwn() throws Exception {
        HashingLane lane = new HashingLane(1, 1, LONG);
        CountDownLatch done = new CountDownLatch(2);
        List<Purpose> order = new CopyOnWriteArrayList<>();
        Place taken = lane.enter(Purpose.LOGIN);

        waiter(lane, Purpose.LOGIN, order, done);
        assertThatThrownBy(() -> lane.enter(Purpose.LOGIN))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("too many");
        waiter(lane, Purpose.CHECK, order, done);
        taken.close();
        done.await();

        assertThat(order).hasSize(2);
    }

    @Test
    void refusesWhoIsInterruptedAndKeepsTheInterrupt() {
        HashingLane lane = new HashingLane(1, 1, LONG);

        try (Place taken = lane.enter(Purpose.LOGIN)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> lane.enter(Purpose.LOGIN)).isInstanceOf(BusyException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void hasRoomForAtLeastThirtyTwo() throws Exception {
        HashingLane lane = HashingLane.ofHalfTheProcessors();
        int width = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        CountDownLatch done = new CountDownLatch(32);
        List<Purpose> order = new CopyOnWriteArrayList<>();
        List<Place> taken = new CopyOnWriteArrayList<>();
        for (int i = 0; i < width; i++) {
            taken.add(lane.enter(Purpose.LOGIN));
        }

        for (int i = 0; i < 32; i++) {
            waiter(lane, Purpose.LOGIN, order, done);
        }
        taken.forEach(Place::close);
        done.await();

        assertThat(order).hasSize(32);
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> new HashingLane(0, 1, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashingLane(1, -1, LONG)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Starts one who waits for a place, and returns when it does. */
    private static void waiter(HashingLane lane, Purpose purpose, List<Purpose> order, CountDownLatch done) {
        Thread thread = new Thread(() -> {
            try (Place place = lane.enter(purpose)) {
                order.add(purpose);
            }
            done.countDown();
        });
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
