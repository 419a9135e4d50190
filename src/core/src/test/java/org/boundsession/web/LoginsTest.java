package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.bulkhead.Caller;
import org.boundsession.bulkhead.FairBulkhead;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.bulkhead.HashingLane.Place;
import org.boundsession.bulkhead.Permit;
import org.boundsession.session.ClientAddress;
import org.boundsession.throttle.LoginLimits;
import org.boundsession.throttle.SharedThrottle;
import org.boundsession.web.Decision.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoginsTest {

    private static final ClientAddress HERE = ClientAddress.of("192.0.2.1");
    private static final ClientAddress ELSEWHERE = ClientAddress.of("192.0.2.2");
    private static final Login.Identity ALICE = new Login.Identity("alice", Set.of("general"));

    private final HashingLane lane = new HashingLane(1, 0, Duration.ofSeconds(20));
    private final FairBulkhead bulkhead = new FairBulkhead(100, 100);
    private final AtomicInteger questions = new AtomicInteger();
    private final Logins logins = logins(lane, () -> {});

    @Test
    void grantsWhomTheRealmKnows() throws Exception {
        Decision decision = decide("alice", "right", HERE);

        assertThat(decision.kind()).isEqualTo(Kind.GRANTED);
        assertThat(decision.identity()).isEqualTo(ALICE);
    }

    @Test
    void looksAtAsManyPasswordsAsTheLimitAllows() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(decide("alice", "wrong" + i, HERE).kind()).isEqualTo(Kind.REFUSED);
        }

        Decision fourth = decide("alice", "right", HERE);

        assertThat(fourth.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(fourth.remaining()).isPositive();
        assertThat(logins.blocked("ALICE", HERE)).isPositive();
        assertThat(questions).hasValue(3);
        assertThat(decide("alice", "right", ELSEWHERE).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void countsMalformedCredentialsForTheirAddressOnly() {
        for (int i = 0; i < 5; i++) {
            assertThat(logins.refuseMalformed(HERE).kind()).isEqualTo(Kind.REFUSED);
        }

        assertThat(logins.refuseMalformed(HERE).kind()).isEqualTo(Kind.THROTTLED);
        assertThat(logins.blocked("alice", HERE)).isPositive();
        assertThat(logins.blocked("alice", ELSEWHERE)).isZero();
    }

    @Test
    void doesNotCountAttemptsThatFoundNoPlace() throws Exception {
        Logins hasty = logins(new HashingLane(1, 0, Duration.ofMillis(1)), () -> {});
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FutureTask<Decision> slow = new FutureTask<>(() -> hasty.decide(permit(), credentials("bob", "x"), HERE, () -> {
            asked.countDown();
            await(goOn);
            return Optional.empty();
        }));
        new Thread(slow).start();
        asked.await();

        for (int i = 0; i < 10; i++) {
            BasicCredentials guess = credentials("alice", "guess" + i);
            assertThatThrownBy(() -> hasty.decide(permit(), guess, HERE, this::refused))
                    .isInstanceOf(BusyException.class);
        }
        goOn.countDown();

        assertThat(slow.get().kind()).isEqualTo(Kind.REFUSED);
        assertThat(questions).hasValue(0);
        assertThat(hasty.decide(permit(), credentials("alice", "right"), HERE, () -> Optional.of(ALICE))
                        .kind())
                .isEqualTo(Kind.GRANTED);
    }

    @Test
    void doesNotCountWhatAnUnavailableRealmWasAsked() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(logins.decide(permit(), credentials("alice", "x"), HERE, LoginsTest::unavailable)
                            .kind())
                    .isEqualTo(Kind.REALM_UNAVAILABLE);
        }

        assertThat(decide("alice", "right", HERE).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void doesNotCountAttemptsWhileSessionsCannotBeStored() throws Exception {
        Logins down = logins(lane, () -> {
            throw new IllegalArgumentException("down");
        });

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> down.decide(permit(), credentials("alice", "x"), HERE, this::refused))
                    .hasMessage("down");
        }

        assertThat(questions).hasValue(0);
        assertThat(down.blocked("alice", HERE)).isZero();
    }

    @Test
    void asksOnceForTheSameCredentialsAndCountsThemOnce() throws Exception {
        List<FutureTask<Decision>> tasks = parallel(24, "wrong");

        for (FutureTask<Decision> task : tasks) {
            assertThat(task.get().kind()).isEqualTo(Kind.REFUSED);
        }
        assertThat(questions).hasValue(1);
        assertThat(logins.blocked("alice", HERE)).isZero();
    }

    @Test
    void chargesTheSameGuessOncePerAddress() throws Exception {
        for (int i = 0; i < 2; i++) {
            List<FutureTask<Decision>> tasks = parallel("wrong" + i, HERE, ELSEWHERE, ELSEWHERE, HERE);
            for (FutureTask<Decision> task : tasks) {
                assertThat(task.get().kind()).isEqualTo(Kind.REFUSED);
            }
        }
        assertThat(logins.blocked("alice", ELSEWHERE)).isZero();

        for (FutureTask<Decision> task : parallel("wrong", HERE, ELSEWHERE)) {
            task.get();
        }

        assertThat(questions).hasValue(3);
        assertThat(logins.blocked("alice", ELSEWHERE)).isPositive();
        assertThat(logins.blocked("alice", HERE)).isPositive();
    }

    @Test
    void clearsTheFailuresOfEachAddressThatSharesASuccess() throws Exception {
        for (int i = 0; i < 2; i++) {
            decide("alice", "wrong" + i, ELSEWHERE);
        }

        for (FutureTask<Decision> task : parallel("right", HERE, ELSEWHERE)) {
            assertThat(task.get().kind()).isEqualTo(Kind.GRANTED);
        }
        decide("alice", "slip", ELSEWHERE);

        assertThat(questions).hasValue(4);
        assertThat(logins.blocked("alice", ELSEWHERE)).isZero();
    }

    @Test
    void grantsAllOfAStormAtTheCostOfOneQuestion() throws Exception {
        List<FutureTask<Decision>> tasks = parallel(24, "right");

        for (FutureTask<Decision> task : tasks) {
            assertThat(task.get().identity()).isEqualTo(ALICE);
        }
        assertThat(questions).hasValue(1);
    }

    @Test
    void doesNotTakeOneCredentialsForOthers() throws Exception {
        try (Place taken = lane.enter(permit())) {
            FutureTask<Decision> first = waiting("ab", "c");
            FutureTask<Decision> second = waiting("a", "bc");
            taken.close();

            assertThat(first.get().kind()).isEqualTo(Kind.REFUSED);
            assertThat(second.get().kind()).isEqualTo(Kind.REFUSED);
            assertThat(questions).hasValue(2);
        }
    }

    /** Starts them while the lane is taken, so that all wait. */
    private List<FutureTask<Decision>> parallel(int count, String password) {
        try (Place taken = lane.enter(permit())) {
            return java.util.stream.Stream.generate(() -> waiting("alice", password))
                    .limit(count)
                    .toList();
        }
    }

    private List<FutureTask<Decision>> parallel(String password, ClientAddress... addresses) {
        try (Place taken = lane.enter(permit())) {
            return java.util.Arrays.stream(addresses)
                    .map(address -> waiting("alice", password, address))
                    .toList();
        }
    }

    private FutureTask<Decision> waiting(String user, String password) {
        return waiting(user, password, HERE);
    }

    private FutureTask<Decision> waiting(String user, String password, ClientAddress address) {
        FutureTask<Decision> task = new FutureTask<>(() -> decide(user, password, address));
        Thread thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }

    private Decision decide(String user, String password, ClientAddress address) throws Exception {
        return logins.decide(
                permit(), credentials(user, password), address, () -> password.equals("right") ? granted() : refused());
    }

    private Optional<Login.Identity> granted() {
        questions.incrementAndGet();
        return Optional.of(ALICE);
    }

    private Optional<Login.Identity> refused() {
        questions.incrementAndGet();
        return Optional.empty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Login.Identity> unavailable() {
        throw new UnavailableRealmException();
    }

    private static BasicCredentials credentials(String user, String password) {
        return new BasicCredentials(user, password);
    }

    private Permit permit() {
        return bulkhead.acquire(Caller.of("user", List.of("192.0.2.1")));
    }

    private Logins logins(HashingLane realmLane, Runnable requireStore) {
        LoginLimits limits = new LoginLimits(3, 5, Duration.ofSeconds(120));
        return new Logins(
                new SharedThrottle(limits, Optional.empty(), () -> true, Runnable::run, System::nanoTime),
                realmLane,
                bulkhead,
                requireStore);
    }
}
