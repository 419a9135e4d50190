package org.boundsession.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.boundsession.parallel.Parallel;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.FailureCounters.Counted;
import org.boundsession.store.FailureCountersContract;
import org.boundsession.store.SessionKey;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the counters of failed logins cost in a relational database. */
abstract class JdbcFailureCountersContract extends FailureCountersContract {

    private static final Duration WINDOW = Duration.ofSeconds(120);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int FLOOD = 40;
    private static final int GUARDED_CALLS = 200;
    private static final int NODES = 2;

    private final MovableClock clock = MovableClock.atPresent();
    private final String application = "/" + UUID.randomUUID();
    private final FailureCounter address = new FailureCounter("192.0.2.1", null, 20);
    private final FailureCounter alice = new FailureCounter("192.0.2.1", "alice", 10);
    private final FailureCounter bob = new FailureCounter("192.0.2.1", "bob", 10);

    abstract DataSource dataSource();

    @Override
    protected SessionStore open(String application, Clock clock) {
        return store(dataSource(), application, clock, TIMEOUT);
    }

    private static SessionStore store(DataSource pool, String application, Clock clock, Duration timeout) {
        return new JdbcSessionStore(pool, application, timeout, clock);
    }

    /** Returns the round trips of an attempt that begins; more than one for a database without a dialect. */
    List<String> oneTrip() {
        return List.of("executeQuery");
    }

    /** Returns whether an attempt that one of its counters refuses needs no second round trip. */
    boolean readsFirst() {
        return false;
    }

    @Test
    void needsOneRoundTripForAnAttempt() {
        RoundTrips trips = new RoundTrips(dataSource());
        try (SessionStore node = store(trips.dataSource(), application, clock, TIMEOUT)) {
            FailureCounters counters = node.failureCounters().orElseThrow();
            counters.blocked(List.of(address, alice), WINDOW);
            trips.take();

            List<Counted> first = counters.begin(List.of(address, alice), WINDOW);
            assertThat(trips.take()).as("the first one").isEqualTo(oneTrip());
            List<Counted> second = counters.begin(List.of(address, alice), WINDOW);
            assertThat(trips.take())
                    .as("another one")
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(oneTrip().size());
            counters.end(first, List.of());
            assertThat(trips.take()).as("taken back").containsExactly("executeUpdate");
            counters.end(second.subList(0, 1), second.subList(1, 2));
            assertThat(trips.take()).as("a success").containsExactly("executeUpdate");
            counters.blocked(List.of(address, alice), WINDOW);
            assertThat(trips.take()).as("a question").containsExactly("executeQuery");
        }
    }

    @Test
    void needsASecondRoundTripAtMostForAnAttemptThatIsRefused() {
        RoundTrips trips = new RoundTrips(dataSource());
        try (SessionStore node = store(trips.dataSource(), application, clock, TIMEOUT)) {
            FailureCounters counters = node.failureCounters().orElseThrow();
            IntStream.range(0, 10).forEach(i -> counters.begin(List.of(address, alice), WINDOW));
            trips.take();

            List<Counted> refused = counters.begin(List.of(address, alice), WINDOW);

            assertThat(refused).extracting(Counted::isCounted).containsOnly(false);
            assertThat(trips.take())
                    .startsWith(oneTrip().get(0))
                    .hasSizeLessThanOrEqualTo(
                            readsFirst() ? oneTrip().size() : oneTrip().size() + 1);
        }
    }

    @Test
    void countsARefusedAttemptForNothing() {
        try (SessionStore node = open(application, clock)) {
            FailureCounters counters = node.failureCounters().orElseThrow();
            List<List<Counted>> begun = IntStream.range(0, 10)
                    .mapToObj(i -> counters.begin(List.of(address, alice), WINDOW))
                    .toList();
            IntStream.range(0, 5).forEach(i -> counters.begin(List.of(address, alice), WINDOW));
            assertThat(counters.findBlocked(10))
                    .singleElement()
                    .satisfies(blocked -> assertThat(blocked.failures()).isEqualTo(10));

            begun.subList(0, 3).forEach(attempt -> counters.end(attempt, List.of()));

            for (int i = 0; i < 3; i++) {
                assertThat(counters.begin(List.of(address, alice), WINDOW))
                        .extracting(Counted::isCounted)
                        .containsOnly(true);
            }
            assertThat(counters.begin(List.of(address, alice), WINDOW))
                    .extracting(Counted::blocked)
                    .containsExactly(Duration.ZERO, WINDOW);
            assertThat(begin(counters, 10, address, bob)).as("of the address").isEqualTo(10);
        }
    }

    @Test
    void countsForAnAddressAlone() {
        try (SessionStore node = open(application, clock)) {
            FailureCounters counters = node.failureCounters().orElseThrow();

            assertThat(begin(counters, 21, address)).isEqualTo(20);
            assertThat(begin(counters, 1, address, alice)).isZero();
            assertThat(counters.begin(List.of(), WINDOW)).isEmpty();
        }
    }

    /** Tries until it is refused, at most so often. */
    private static int begin(FailureCounters counters, int times, FailureCounter... of) {
        return (int) IntStream.range(0, times)
                .filter(i -> counters.begin(List.of(of), WINDOW).stream().allMatch(Counted::isCounted))
                .count();
    }

    @Test
    void beginsANewWindowAfterTheOnlyAttemptWasTakenBackDespiteARefusal() {
        FailureCounter single = new FailureCounter("192.0.2.1", "single", 1);
        try (SessionStore node = open(application, clock)) {
            FailureCounters counters = node.failureCounters().orElseThrow();
            List<Counted> begun = counters.begin(List.of(single), WINDOW);
            counters.begin(List.of(single), WINDOW);
            clock.move(Duration.ofSeconds(20));

            counters.end(begun, List.of());

            assertThat(counters.begin(List.of(single), WINDOW))
                    .extracting(Counted::isCounted)
                    .containsExactly(true);
            assertThat(counters.begin(List.of(single), WINDOW))
                    .extracting(Counted::blocked)
                    .containsExactly(WINDOW);
        }
    }

    /** While an administrator changes a setting, a node at a time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 14, 15})
    void forgetsNoFailureWhileNodesHaveDifferentLimits(int lower) {
        FailureCounter wide = new FailureCounter("192.0.2.1", "carol", 20);
        FailureCounter narrow = new FailureCounter("192.0.2.1", "carol", lower);
        try (SessionStore node = open(application, clock)) {
            FailureCounters counters = node.failureCounters().orElseThrow();
            assertThat(begin(counters, 14, wide)).isEqualTo(14);
            List<Counted> succeeding = counters.begin(List.of(wide), WINDOW);

            assertThat(begin(counters, 3, narrow)).isZero();
            counters.end(succeeding, List.of());

            assertThat(begin(counters, 20, wide)).isBetween(5, 6);
        }
    }

    @Test
    void allowsNoMoreThanTheLimitsToAttemptsAtTwoNodes() {
        List<SessionStore> nodes = IntStream.range(0, NODES)
                .mapToObj(i -> open(application, clock))
                .toList();
        AtomicInteger ofAlice = new AtomicInteger();
        AtomicInteger ofBob = new AtomicInteger();

        Parallel.run(FLOOD, i -> {
            FailureCounters counters = nodes.get(i % NODES).failureCounters().orElseThrow();
            int allowed = begin(counters, 3, i % 4 < 2 ? List.of(address, alice) : List.of(bob, address));
            return (i % 4 < 2 ? ofAlice : ofBob).addAndGet(allowed);
        });

        assertThat(ofAlice.get()).isBetween(1, 10);
        assertThat(ofBob.get()).isBetween(1, 10);
        nodes.forEach(SessionStore::close);
    }

    private static int begin(FailureCounters counters, int times, List<FailureCounter> of) {
        return begin(counters, times, of.toArray(FailureCounter[]::new));
    }

    @Test
    void takesBackAllOfParallelAttemptsAtTwoNodes() {
        FailureCounter wide = new FailureCounter("192.0.2.1", null, 1000);
        FailureCounter user = new FailureCounter("192.0.2.1", "carol", 1000);
        List<SessionStore> nodes = IntStream.range(0, NODES)
                .mapToObj(i -> open(application, clock))
                .toList();

        Parallel.run(16, i -> {
            FailureCounters counters = nodes.get(i % NODES).failureCounters().orElseThrow();
            for (int n = 0; n < 20; n++) {
                List<Counted> begun = counters.begin(List.of(wide, user), WINDOW);
                assertThat(begun).extracting(Counted::isCounted).containsOnly(true);
                counters.end(begun, List.of());
            }
            return i;
        });

        FailureCounters counters = nodes.get(0).failureCounters().orElseThrow();
        counters.begin(List.of(wide, user), WINDOW);
        assertThat(counters.blocked(List.of(one(wide), one(user)), WINDOW))
                .as("one is counted")
                .containsOnly(WINDOW);
        assertThat(counters.blocked(List.of(two(wide), two(user)), WINDOW))
                .as("no more")
                .containsOnly(Duration.ZERO);
        nodes.forEach(SessionStore::close);
    }

    private static FailureCounter one(FailureCounter counter) {
        return new FailureCounter(counter.address(), counter.user(), 1);
    }

    private static FailureCounter two(FailureCounter counter) {
        return new FailureCounter(counter.address(), counter.user(), 2);
    }

    @Test
    void leavesConnectionsToGuardedCallsDuringAFloodOfLogins() throws SQLException {
        Duration timeout = Duration.ofSeconds(2);
        RoundTrips trips = new RoundTrips(dataSource());
        try (SessionStore node = store(trips.dataSource(), application, clock, timeout)) {
            FailureCounters counters = node.failureCounters().orElseThrow();
            counters.begin(List.of(address, alice), WINDOW);

            try (Connection locking = dataSource().getConnection()) {
                lock(locking, address);
                Parallel.run(FLOOD + 1, i -> i == FLOOD ? guardedCalls(node) : refusedAttempt(counters));
                locking.rollback();
                locking.setAutoCommit(true);
            }

            assertThat(trips.mostConnectionsInUse()).isLessThanOrEqualTo(SessionDatabase.CONNECTIONS / 4);
            assertThat(counters.begin(List.of(address, bob), WINDOW))
                    .as("afterwards")
                    .extracting(Counted::isCounted)
                    .containsOnly(true);
        }
    }

    private void lock(Connection connection, FailureCounter counter) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE bound_session_login_failures SET failures = failures + 0 WHERE counter_key = ?")) {
            update.setString(1, counter.key(application));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private int refusedAttempt(FailureCounters counters) {
        assertThatThrownBy(() -> counters.begin(List.of(address, alice), WINDOW))
                .isInstanceOf(StoreUnavailableException.class);
        return 0;
    }

    private static int guardedCalls(SessionStore node) {
        for (int i = 0; i < GUARDED_CALLS; i++) {
            assertThat(node.findById(new SessionKey("%064x".formatted(i)))).isEmpty();
        }
        return GUARDED_CALLS;
    }
}
