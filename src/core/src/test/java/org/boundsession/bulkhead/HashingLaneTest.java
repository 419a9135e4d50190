package org.boundsession.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.boundsession.bulkhead.HashingLane.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HashingLaneTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final FairBulkhead bulkhead = new FairBulkhead(1000, 1000);

    @Test
    void admitsAsManyAsItIsWide() {
        HashingLane lane = new HashingLane(2, 1, SHORT);

        try (Place first = lane.enter(login("a"));
                Place second = lane.enter(login("b"))) {
            assertThatThrownBy(() -> lane.enter(login("c"))).isInstanceOf(BusyException.class);
            assertThatThrownBy(() -> lane.enterCheck("c", "session")).isInstanceOf(BusyException.class);
        }
    }

    @Test
    void admitsAgainWhenAPlaceIsGivenBack() {
        HashingLane lane = new HashingLane(1, 0, LONG);

        for (int i = 0; i < 3; i++) {
            lane.enter(login("a")).close();
            lane.enterCheck("a", "session").close();
        }

        assertThat(lane.enterCheck("a", "session")).isNotNull();
    }

    @Test
    void refusesCallerThatWaitsTooLong() {
        HashingLane lane = new HashingLane(1, 10, SHORT);

        try (Place taken = lane.enter(login("a"))) {
            assertThatThrownBy(() -> lane.enter(login("b")))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("waited too long");
        }

        assertThat(lane.enter(login("c"))).isNotNull();
    }

    @Test
    void tellsHowManyAreFreeWaitAndWereRefused() throws Exception {
        HashingLane lane = new HashingLane(1, 1, LONG);
        Line line = new Line(2);
        Place taken = lane.enter(login("a"));

        line.wait("first", () -> lane.enterCheck("b", "session"));
        line.wait("second", () -> lane.enter(login("c")));
        while (lane.waiting() < 2) {
            Thread.onSpinWait();
        }
        assertThat(lane.free()).isZero();
        taken.close();

        assertThat(line.served()).hasSize(2);
        assertThat(lane.waiting()).isZero();
        assertThat(lane.refused()).isZero();
    }

    @Test
    void countsWhoFindsNoPlaceInTime() {
        HashingLane lane = new HashingLane(1, 0, SHORT);

        try (Place taken = lane.enterCheck("a", "session")) {
            assertThatThrownBy(() -> lane.enter(login("b"))).isInstanceOf(BusyException.class);
            assertThatThrownBy(() -> lane.enterCheck("c", "no room to wait")).isInstanceOf(BusyException.class);
        }

        assertThat(lane.refused()).isEqualTo(2);
        assertThat(lane.waiting()).isZero();
        assertThat(lane.free()).isOne();
    }

    @Test
    void letsChecksGoBeforeLoginsThatWaitedLonger() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(2);
        Place taken = lane.enter(login("a"));

        line.wait("login", () -> lane.enter(login("b")));
        line.wait("check", () -> lane.enterCheck("c", "session"));
        taken.close();

        assertThat(line.served()).containsExactly("check", "login");
    }

    @Test
    void boundsHowManyChecksWait() throws Exception {
        HashingLane lane = new HashingLane(1, 1, LONG);
        Line line = new Line(2);
        Place taken = lane.enter(login("a"));

        line.wait("first", () -> lane.enterCheck("b", "session"));
        line.wait("second", () -> lane.enterCheck("c", "another"));
        assertThatThrownBy(() -> lane.enterCheck("d", "third"))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("too many");
        taken.close();

        assertThat(line.served()).hasSize(2);
    }

    @Test
    void letsCheckOfOneSessionWaitForOneOfAnotherAndNotForAll() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(7);
        Place taken = lane.enter(login("a"));

        for (int i = 0; i < 6; i++) {
            line.wait("flood", () -> lane.enterCheck("attacker", "stolen"));
        }
        line.wait("victim", () -> lane.enterCheck("victim", "session"));
        taken.close();

        assertThat(line.served().subList(0, 2)).contains("victim");
    }

    @Test
    void letsLoginFromElsewhereWaitForOneOfAFloodAndNotForAll() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(33);
        Place taken = lane.enter(login("192.0.2.1"));

        for (int i = 0; i < 32; i++) {
            String invented = "user" + i;
            line.wait("flood", () -> lane.enter(login(invented, "192.0.2.1")));
        }
        line.wait("victim", () -> lane.enter(login("victim", "198.51.100.1")));
        taken.close();

        assertThat(line.served().subList(0, 2)).contains("victim");
    }

    @Test
    void letsUserWaitForAFewOfAnotherOneAtManyAddressesAndNotForAll() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(33);
        Place taken = lane.enter(login("192.0.2.0"));

        for (int i = 0; i < 32; i++) {
            String address = "192.0.2." + i;
            line.wait("flood", () -> lane.enter(login("everywhere", address)));
        }
        line.wait("victim", () -> lane.enter(login("victim", "198.51.100.1")));
        taken.close();

        assertThat(line.served().subList(0, 8)).contains("victim");
    }

    @Test
    void givesKnownCallersEverySecondTurnOfAFloodOfManyAddressesAndUsers() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(63);
        Place taken = lane.enter(login("192.0.2.0"));

        flood(line, lane, 30, Standing.NEW);
        flood(line, lane, 30, Standing.FAILED);
        for (int i = 0; i < 3; i++) {
            String user = "victim" + i;
            line.wait("victim", () -> lane.enter(login(user, "198.51.100.1", Standing.KNOWN)));
        }
        taken.close();

        List<String> served = line.served();
        for (int turns = 2; turns <= 6; turns += 2) {
            assertThat(served.subList(0, turns)).filteredOn("victim"::equals).hasSizeGreaterThanOrEqualTo(turns / 2);
        }
    }

    @Test
    void givesKnownCallerATurnAgainAfterANewcomerWhoeverWaited() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        for (int before = 0; before < 8; before++) {
            Line line = new Line(34);
            Place taken = lane.enter(login("192.0.2.0"));
            flood(line, lane, 32, Standing.NEW);
            line.wait("known", () -> lane.enter(login("any", "198.51.100.1", Standing.KNOWN)));
            line.wait("failed", () -> lane.enter(login("any", "198.51.100.2", Standing.FAILED)));
            taken.close();

            assertThat(line.served().subList(0, 2)).contains("known");
            lane.enter(login("a")).close();
            shift(lane, before);
        }
    }

    /** Serves as many newcomers, so that the next round begins at another turn. */
    private void shift(HashingLane lane, int turns) throws Exception {
        Line line = new Line(turns);
        Place taken = lane.enter(login("192.0.2.0"));
        flood(line, lane, turns, Standing.NEW);
        taken.close();
        line.served();
    }

    @Test
    void leavesEverySecondTurnToNewcomersWhileKnownCallersFlood() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(34);
        Place taken = lane.enter(login("192.0.2.1"));

        for (int i = 0; i < 32; i++) {
            String address = "192.0.2." + i % 8;
            line.wait("insider", () -> lane.enter(login("insider", address, Standing.KNOWN)));
        }
        line.wait("neighbour", () -> lane.enter(login("neighbour", "192.0.2.1")));
        line.wait("elsewhere", () -> lane.enter(login("victim", "198.51.100.1")));
        taken.close();

        assertThat(line.served().subList(0, 4)).contains("neighbour", "elsewhere");
    }

    @Test
    void letsKnownUserWaitForAFewOfAnotherOneAtItsManyNetworks() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(65);
        Place taken = lane.enter(login("192.0.2.1"));

        flood(line, lane, 32, Standing.NEW);
        for (int i = 0; i < 32; i++) {
            String address = "192.0.2." + i % 8;
            line.wait("insider", () -> lane.enter(login("insider", address, Standing.KNOWN)));
        }
        line.wait("victim", () -> lane.enter(login("victim", "198.51.100.1", Standing.KNOWN)));
        taken.close();

        assertThat(line.served().subList(0, 8)).contains("victim");
    }

    @Test
    void letsUserWaitForOneOfTheAddressesWhereLoginsFailedAndNotForAll() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(49);
        Place taken = lane.enter(login("192.0.2.0"));

        flood(line, lane, 48, Standing.FAILED);
        line.wait("victim", () -> lane.enter(login("victim", "198.51.100.1")));
        taken.close();

        assertThat(line.served().subList(0, 2)).contains("victim");
    }

    @Test
    void leavesTurnsToUserAtAnAddressWhereLoginsFailed() throws Exception {
        HashingLane lane = new HashingLane(1, 10, LONG);
        Line line = new Line(65);
        Place taken = lane.enter(login("192.0.2.0"));

        flood(line, lane, 32, Standing.KNOWN);
        flood(line, lane, 32, Standing.NEW);
        line.wait("victim", () -> lane.enter(login("victim", "198.51.100.1", Standing.FAILED)));
        taken.close();

        assertThat(line.served().subList(0, 4)).contains("victim");
    }

    /** Each caller has an address and a user of its own. */
    private void flood(Line line, HashingLane lane, int callers, Standing standing) {
        for (int i = 0; i < callers; i++) {
            String name = standing + " " + i;
            line.wait("flood", () -> lane.enter(login(name, name, standing)));
        }
    }

    @Test
    void refusesInterruptedCallerAndKeepsTheInterrupt() {
        HashingLane lane = new HashingLane(1, 1, LONG);

        try (Place taken = lane.enter(login("a"))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> lane.enter(login("b"))).isInstanceOf(BusyException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void hasRoomForThirtyTwoChecksOfOneUser() throws Exception {
        HashingLane lane = HashingLane.ofHalfTheProcessors();
        Line line = new Line(32);
        List<Place> taken = new CopyOnWriteArrayList<>();
        for (int i = 0; i < lane.width(); i++) {
            taken.add(lane.enter(login("a")));
        }

        for (int i = 0; i < 32; i++) {
            String session = "session" + i;
            line.wait(session, () -> lane.enterCheck("user", session));
        }
        taken.forEach(Place::close);

        assertThat(line.served()).hasSize(32);
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> new HashingLane(0, 1, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashingLane(1, -1, LONG)).isInstanceOf(IllegalArgumentException.class);
    }

    private Permit login(String address) {
        return login("user", address);
    }

    private Permit login(String user, String address) {
        return login(user, address, Standing.NEW);
    }

    private Permit login(String user, String address, Standing standing) {
        return bulkhead.acquire(new Caller(user, List.of(address, address), standing));
    }

    /** Callers that wait for a place, and the order in which they got one. */
    private static final class Line {

        private final List<String> served = new CopyOnWriteArrayList<>();
        private final CountDownLatch all;

        Line(int callers) {
            all = new CountDownLatch(callers);
        }

        /** Starts a caller, and returns when it waits. */
        void wait(String name, Supplier<Place> enter) {
            Thread thread = new Thread(() -> {
                try (Place place = enter.get()) {
                    served.add(name);
                }
                all.countDown();
            });
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }

        List<String> served() throws InterruptedException {
            all.await();
            return served;
        }
    }
}
