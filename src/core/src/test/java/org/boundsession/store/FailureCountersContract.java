package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.boundsession.parallel.Parallel;
import org.boundsession.store.FailureCounters.Counted;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store that counts failed logins does. */
public abstract class FailureCountersContract {

    private static final Duration WINDOW = Duration.ofSeconds(120);
    private static final int PARALLEL = 24;

    private final MovableClock clock = MovableClock.atPresent();
    private final String application = "/" + UUID.randomUUID();
    private final FailureCounter address = new FailureCounter("192.0.2.1", null, 5);
    private final FailureCounter alice = new FailureCounter("192.0.2.1", "alice", 3);
    private final FailureCounter bob = new FailureCounter("192.0.2.1", "b\u00f6b", 3);
    private SessionStore store;
    private FailureCounters counters;

    protected abstract SessionStore open(String application, Clock clock);

    @BeforeEach
    void openStore() {
        store = open(application, clock);
        counters = store.failureCounters().orElseThrow();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void blocksAtTheLimitUntilTheWindowEnds() {
        assertThat(begin(address, alice)).containsOnly(Duration.ZERO);
        clock.move(Duration.ofSeconds(20));
        begin(address, alice);
        begin(address, alice);

        assertThat(begin(address, alice)).containsExactly(Duration.ZERO, Duration.ofSeconds(100));
        assertThat(counters.blocked(List.of(alice), WINDOW)).containsExactly(Duration.ofSeconds(100));
        assertThat(counters.blocked(List.of(bob), WINDOW)).containsExactly(Duration.ZERO);
        clock.move(Duration.ofSeconds(99));
        assertThat(begin(alice)).containsExactly(Duration.ofSeconds(1));
        clock.move(Duration.ofSeconds(1));
        assertThat(begin(alice)).containsExactly(Duration.ZERO);
    }

    @Test
    void countsInNoneIfOneIsBlocked() {
        fail(3, address, alice);
        for (int i = 0; i < 5; i++) {
            assertThat(begin(address, alice).get(1)).isPositive();
        }

        fail(1, address, bob);
        assertThat(begin(address, bob)).as("the fifth of the address").containsOnly(Duration.ZERO);
        assertThat(begin(address, bob).get(0)).isEqualTo(WINDOW);
        assertThat(counters.blocked(List.of(bob), WINDOW)).containsExactly(Duration.ZERO);
    }

    @Test
    void countsConcurrentAttemptsOnce() {
        List<Duration> blocked = Parallel.run(PARALLEL, i -> begin(alice).get(0));

        assertThat(blocked).filteredOn(Duration::isZero).hasSize(3);
    }

    @Test
    void takesBackWhatHasNotFailed() {
        fail(2, address, alice);
        clock.move(Duration.ofSeconds(60));

        for (int i = 0; i < 5; i++) {
            List<Counted> begun = count(address, alice);
            assertThat(begun).extracting(Counted::blocked).containsOnly(Duration.ZERO);
            counters.end(begun, List.of());
        }

        fail(1, address, alice);
        assertThat(begin(alice)).containsExactly(Duration.ofSeconds(60));
    }

    @Test
    void beginsANewWindowAfterAllWasTakenBack() {
        List<Counted> begun = count(alice);
        clock.move(Duration.ofSeconds(60));
        counters.end(begun, List.of());
        counters.end(begun, List.of());
        fail(3, alice);

        assertThat(begin(alice)).containsExactly(WINDOW);
    }

    @Test
    void takesNothingBackFromALaterWindow() {
        List<Counted> begun = count(alice);
        clock.move(WINDOW);
        fail(2, alice);

        counters.end(begun, List.of());
        counters.end(List.of(), begun);

        fail(1, alice);
        assertThat(begin(alice)).containsExactly(WINDOW);
    }

    @Test
    void clearsAUserAndTakesBackFromTheAddress() {
        fail(2, address, alice);
        List<Counted> begun = count(address, alice);

        counters.end(begun.subList(0, 1), begun.subList(1, 2));

        fail(3, address, alice);
        assertThat(begin(address, bob).get(0)).as("five failures").isEqualTo(WINDOW);
    }

    @Test
    void listsWhatIsBlocked() {
        fail(3, address, alice);
        fail(2, address, bob);
        clock.move(Duration.ofSeconds(20));

        assertThat(counters.findBlocked(10))
                .containsExactlyInAnyOrder(
                        new BlockedLogins("192.0.2.1", null, 5, Duration.ofSeconds(100)),
                        new BlockedLogins("192.0.2.1", "alice", 3, Duration.ofSeconds(100)));
        clock.move(Duration.ofSeconds(100));
        assertThat(counters.findBlocked(10)).isEmpty();
    }

    @Test
    void listsThoseFirstThatWaitLongest() {
        for (String user : List.of("first", "second", "third")) {
            fail(1, new FailureCounter("192.0.2.1", user, 1));
            clock.move(Duration.ofSeconds(20));
        }

        assertThat(counters.findBlocked(10))
                .extracting(BlockedLogins::user)
                .containsExactly("third", "second", "first");
        assertThat(counters.findBlocked(2)).extracting(BlockedLogins::user).containsExactly("third", "second");
    }

    @Test
    void keepsTheStartOfALongName() {
        FailureCounter longName = new FailureCounter("192.0.2.1", "\u00fc".repeat(10_000), 1);
        FailureCounter another = new FailureCounter("192.0.2.1", "\u00fc".repeat(9_999), 1);

        fail(1, longName);

        assertThat(begin(longName)).containsExactly(WINDOW);
        assertThat(begin(another)).containsExactly(Duration.ZERO);
        assertThat(counters.findBlocked(10)).extracting(BlockedLogins::user).containsOnly("\u00fc".repeat(64));
    }

    @Test
    void liftsAUserAtOneAddress() {
        FailureCounter elsewhere = new FailureCounter("2001:db8:1:2::/64", "alice", 3);
        fail(3, alice);
        fail(3, elsewhere);
        fail(2, bob);

        assertThat(counters.lift("192.0.2.1", "alice")).isEqualTo(1);
        assertThat(counters.lift("192.0.2.1", "alice")).isZero();
        assertThat(counters.lift("192.0.2.1", "b\u00f6b")).isZero();

        assertThat(begin(alice)).containsExactly(Duration.ZERO);
        assertThat(begin(elsewhere)).containsExactly(WINDOW);
        assertThat(counters.findBlocked(10)).extracting(BlockedLogins::address).containsExactly("2001:db8:1:2::/64");
    }

    /** Nothing else of a long name is listed, and half a character could not be stored or listed at all. */
    @Test
    void liftsUsersByWhatIsListedOfTheirNames() {
        String start = "n".repeat(FailureCounter.MAX_NAME_LENGTH - 1);
        FailureCounter longName = new FailureCounter("192.0.2.1", start + "\uD83D\uDE00 and more", 3);
        fail(3, longName);
        fail(3, alice);
        String listed = counters.findBlocked(10).stream()
                .map(BlockedLogins::user)
                .filter(user -> !"alice".equals(user))
                .findFirst()
                .orElseThrow();

        assertThat(listed).isEqualTo(start);
        assertThat(FailureCounter.shown(start + " and more"))
                .as("without a blank")
                .isEqualTo(start);
        assertThat(counters.lift("192.0.2.1", listed)).isEqualTo(1);

        assertThat(begin(longName)).containsExactly(Duration.ZERO);
        assertThat(begin(alice)).containsExactly(WINDOW);
    }

    @Test
    void countsWithoutALimit() {
        FailureCounter unlimited = new FailureCounter("192.0.2.1", "alice", Integer.MAX_VALUE);

        fail(5, unlimited);
        List<Counted> attempt = count(unlimited);

        assertThat(attempt).extracting(Counted::isCounted).containsExactly(true);
        assertThat(counters.end(attempt, List.of())).isEmpty();
        assertThat(begin(alice)).as("five of three").containsExactly(WINDOW);
    }

    @Test
    void liftsAllOfAnAddress() {
        fail(3, address, alice);
        fail(2, address, bob);

        assertThat(counters.lift("192.0.2.1", null)).isEqualTo(2);

        assertThat(begin(address, alice)).containsOnly(Duration.ZERO);
        assertThat(counters.findBlocked(10)).isEmpty();
    }

    @Test
    void knowsNothingOfOtherApplications() {
        fail(3, alice);
        try (SessionStore other = open(application + "/other", clock)) {
            FailureCounters foreign = other.failureCounters().orElseThrow();

            assertThat(foreign.blocked(List.of(alice), WINDOW)).containsExactly(Duration.ZERO);
            assertThat(foreign.findBlocked(10)).isEmpty();
            assertThat(foreign.lift("192.0.2.1", null)).isZero();
        }

        assertThat(counters.findBlocked(10)).hasSize(1);
    }

    @Test
    void forgetsWhatHasExpired() {
        fail(3, alice);
        clock.move(Duration.ofSeconds(60));
        fail(3, bob);
        clock.move(Duration.ofSeconds(60));

        counters.deleteExpired();

        assertThat(begin(bob)).containsExactly(Duration.ofSeconds(60));
        assertThat(begin(alice)).containsExactly(Duration.ZERO);
    }

    private List<Duration> begin(FailureCounter... of) {
        return count(of).stream().map(Counted::blocked).toList();
    }

    private List<Counted> count(FailureCounter... of) {
        return counters.begin(List.of(of), WINDOW);
    }

    private void fail(int times, FailureCounter... of) {
        Stream.generate(() -> begin(of))
                .limit(times)
                .forEach(blocked -> assertThat(blocked).containsOnly(Duration.ZERO));
    }
}
