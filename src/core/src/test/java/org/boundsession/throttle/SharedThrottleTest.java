package org.boundsession.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.boundsession.session.ClientAddress;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.RetriedEnds;
import org.boundsession.throttle.SharedThrottle.Attempt;
import org.junit.jupiter.api.Test;

/** Two nodes with one store. */
class SharedThrottleTest {

    private static final Duration WINDOW = Duration.ofSeconds(120);
    private static final LoginLimits LIMITS = new LoginLimits(10, 15, WINDOW);
    private static final ClientAddress HERE = ClientAddress.of("192.0.2.1");
    private static final ClientAddress ELSEWHERE = ClientAddress.of("192.0.2.2");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FakeFailureCounters store = new FakeFailureCounters(nanos::get);
    private final SharedThrottle node = node();
    private final SharedThrottle other = node();

    private SharedThrottle node() {
        return node(Runnable::run);
    }

    private SharedThrottle node(Executor background) {
        return new SharedThrottle(LIMITS, Optional.of(store), store::isUp, background, nanos::get);
    }

    @Test
    void blocksAtAllNodesWhatHasFailedAtAny() {
        fail(node, "alice", HERE, 6);
        move(Duration.ofSeconds(20));
        fail(other, "ALICE", HERE, 4);

        assertThat(begin(other, "alice", HERE)).isEqualTo(Duration.ofSeconds(100));
        assertThat(begin(node, "Alice ", HERE)).isEqualTo(Duration.ofSeconds(100));
        assertThat(begin(node, "alice", ELSEWHERE)).isZero();
        assertThat(node.blocked("alice", HERE)).as("without asking").isEqualTo(Duration.ofSeconds(100));
        move(Duration.ofSeconds(100));
        assertThat(node.blocked("alice", HERE)).isZero();
        assertThat(begin(node, "alice", HERE)).isZero();
    }

    @Test
    void blocksAnAddressForAllUsers() {
        for (int i = 0; i < 15; i++) {
            fail(i % 2 == 0 ? node : other, "user" + i, HERE, 1);
        }

        assertThat(begin(node, "alice", HERE)).isEqualTo(WINDOW);
        assertThat(begin(other, "alice", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void countsAttemptsAtAllNodesWhenTheyBegin() {
        for (int i = 0; i < 5; i++) {
            assertThat(node.begin("alice", HERE).blocked()).isZero();
            assertThat(other.begin("alice", HERE).blocked()).isZero();
        }

        assertThat(begin(node, "alice", HERE)).isPositive();
        assertThat(begin(other, "alice", HERE)).isPositive();
    }

    @Test
    void forgetsAtAllNodesWhatASuccessClears() {
        fail(node, "alice", HERE, 9);

        try (Attempt attempt = other.begin("alice", HERE)) {
            attempt.succeeded();
        }

        fail(node, "alice", HERE, 1);
        assertThat(node.blocked("alice", HERE)).as("from memory").isPositive();
        assertThat(node.blocked("alice", HERE)).isZero();
        fail(other, "alice", HERE, 5);
        assertThat(begin(node, "bob", HERE))
                .as("fifteen failures of the address")
                .isPositive();
    }

    @Test
    void takesBackWhatHasNotFailed() {
        for (int i = 0; i < 20; i++) {
            node.begin("alice", HERE).close();
        }

        assertThat(begin(other, "alice", HERE)).isZero();
    }

    @Test
    void takesBackLaterWhatTheStoreDidNotExecute() {
        RetriedEnds retried = new RetriedEnds(store, store::isUp);
        SharedThrottle slow = node(retried);
        for (int i = 0; i < 9; i++) {
            Attempt attempt = slow.begin("alice", HERE);
            List.<Runnable>of(store::refuse, store::down, store::partlyDown)
                    .get(i % 3)
                    .run();
            attempt.close();
            store.up();
        }
        fail(slow, "alice", HERE, 1);
        assertThat(begin(other, "alice", HERE)).isPositive();

        retried.deleteExpired();

        fail(node, "alice", HERE, 9);
        assertThat(begin(node, "alice", HERE)).isPositive();
    }

    /** It may have been executed. */
    @Test
    void takesBackOnceWhatHasNoResponse() {
        RetriedEnds retried = new RetriedEnds(store, store::isUp);
        SharedThrottle slow = node(retried);
        fail(slow, "alice", HERE, 8);
        Attempt attempt = slow.begin("alice", HERE);
        store.mute();
        attempt.close();
        store.up();

        retried.deleteExpired();

        fail(node, "alice", HERE, 2);
        assertThat(begin(node, "alice", HERE)).isPositive();
    }

    private SharedThrottle node(RetriedEnds retried) {
        return new SharedThrottle(LIMITS, Optional.of(retried), store::isUp, Runnable::run, nanos::get);
    }

    @Test
    void liftsAtAllNodes() {
        fail(node, "alice", HERE, 10);
        assertThat(node.blocked("alice", HERE)).isEqualTo(WINDOW);

        assertThat(other.lift(HERE, "Alice")).isEqualTo(1);

        assertThat(node.blockedNow(10)).isEmpty();
        move(Duration.ofSeconds(1));
        assertThat(node.blocked("alice", HERE)).as("from memory").isPositive();
        assertThat(node.blocked("alice", HERE)).isZero();
        assertThat(begin(node, "alice", HERE)).isZero();
        assertThat(begin(other, "alice", HERE)).isZero();
    }

    @Test
    void listsWhatIsBlockedAtAnyNode() {
        fail(node, "alice", HERE, 10);
        for (int i = 0; i < 15; i++) {
            other.begin(null, ELSEWHERE).failed();
        }

        assertThat(node.blockedNow(10)).containsExactly(new BlockedLogins("192.0.2.1", "alice", 10, WINDOW));
        assertThat(other.blockedNow(10))
                .containsExactly(
                        new BlockedLogins("192.0.2.1", "alice", 10, WINDOW),
                        new BlockedLogins("192.0.2.2", null, 15, WINDOW));
        store.down();
        assertThat(node.blockedNow(10)).hasSize(1);
        assertThat(other.blockedNow(10)).hasSize(1);
    }

    @Test
    void asksOnceAnAttempt() {
        fail(node, "alice", HERE, 3);

        assertThat(store.calls()).containsExactly("begin", "begin", "begin");
    }

    @Test
    void asksOnceASecondWhileItBlocks() {
        fail(node, "alice", HERE, 10);
        store.calls().clear();

        for (int i = 0; i < 1000; i++) {
            assertThat(node.blocked("alice", HERE)).isPositive();
            move(Duration.ofMillis(10));
        }

        assertThat(store.calls()).hasSize(10).containsOnly("blocked");
    }

    @Test
    void asksOneQuestionAtATimeInTheBackground() {
        List<Runnable> questions = new ArrayList<>();
        SharedThrottle slow = node(questions::add);
        fail(slow, "alice", HERE, 10);
        fail(slow, "alice", ELSEWHERE, 10);
        store.calls().clear();

        assertThat(slow.blocked("alice", HERE)).isPositive();
        assertThat(slow.blocked("alice", ELSEWHERE)).isPositive();

        assertThat(questions).hasSize(1);
        assertThat(store.calls()).isEmpty();
        questions.get(0).run();
        assertThat(slow.blocked("alice", ELSEWHERE)).isPositive();
        assertThat(questions).hasSize(2);
        assertThat(store.calls()).containsExactly("blocked");
    }

    @Test
    void keepsMalformedCredentialsToItself() {
        for (int i = 0; i < 15; i++) {
            node.begin(null, HERE).failed();
        }

        assertThat(store.calls()).isEmpty();
        assertThat(node.blocked("alice", HERE))
                .as("also after the store was asked")
                .isEqualTo(WINDOW);
        assertThat(other.blocked("alice", HERE)).isZero();
    }

    @Test
    void keepsFailuresOfASiteWithTooManyNetworks() {
        for (int i = 0; i < AddressFailures.MAX_PARTS_OF_SITE + 15; i++) {
            fail(node, "user" + i, ClientAddress.of("2001:db8:1:%x::1".formatted(i)), 1);
        }

        assertThat(node.blocked("alice", ClientAddress.of("2001:db8:1:ffff::1")))
                .isEqualTo(WINDOW);
        assertThat(node.blockedNow(10)).containsExactly(new BlockedLogins("2001:db8:1::/48", null, 15, WINDOW));
    }

    @Test
    void limitsByItsOwnCountersDuringAnOutage() {
        fail(node, "alice", HERE, 4);
        store.refuse();
        fail(node, "alice", HERE, 3);
        store.down();
        fail(node, "alice", HERE, 3);

        assertThat(begin(node, "alice", HERE)).isEqualTo(WINDOW);
        assertThat(node.blocked("alice", HERE)).isEqualTo(WINDOW);
        assertThat(begin(other, "alice", HERE)).as("knows of none").isZero();
        assertThat(node.lift(HERE, "alice")).isEqualTo(1);
        assertThat(node.blocked("alice", HERE)).isZero();
    }

    @Test
    void doesNotForgetFailuresOfAnOutageWhenTheStoreIsBack() {
        store.down();
        fail(node, "alice", HERE, 10);
        store.up();

        assertThat(node.blocked("alice", HERE)).isEqualTo(WINDOW);
        move(WINDOW);
        assertThat(node.blocked("alice", HERE)).isZero();
    }

    private void move(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Duration begin(SharedThrottle at, String user, ClientAddress address) {
        try (Attempt attempt = at.begin(user, address)) {
            return attempt.blocked();
        }
    }

    private static void fail(SharedThrottle at, String user, ClientAddress address, int times) {
        for (int i = 0; i < times; i++) {
            try (Attempt attempt = at.begin(user, address)) {
                assertThat(List.of(attempt.blocked())).as("attempt %d", i).containsExactly(Duration.ZERO);
                attempt.failed();
            }
        }
    }
}
