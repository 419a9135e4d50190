package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.boundsession.binding.BindingSchemes;
import org.boundsession.binding.Bindings;
import org.boundsession.binding.BodyCheck;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.LiveSession;
import org.boundsession.binding.SecretSchemes;
import org.boundsession.binding.Verdict;
import org.boundsession.binding.secret.Secret;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.parallel.Parallel;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origins;
import org.boundsession.session.Quotas;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionSummary;
import org.boundsession.time.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes on one store that is refused, hangs or changes at the worst moment. */
@Timeout(60)
class BoundSessionsInAStoreTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final Secret SECRET = Secret.of("the-client-holds-this".getBytes(StandardCharsets.UTF_8));
    private static final Secret OTHER = Secret.of("somebody-else-guesses".getBytes(StandardCharsets.UTF_8));
    private static final Duration IDLE = Duration.ofSeconds(150);
    private static final Lifetimes LIFETIMES = new Lifetimes(IDLE, Duration.ofSeconds(3600));
    private static final Duration LAG = IDLE.dividedBy(10);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final SessionSecrets SECRETS = new SessionSecrets(List.of(KEY), "/");
    private static final SignedIds IDS = new SignedIds(SECRETS);

    private final MovableClock clock = MovableClock.atPresent();
    private final MeddledSessionStore store = new MeddledSessionStore(new MapSessionStore(clock));
    private final Told told = new Told();
    private final Node node = new Node(new Quotas(0, 1));

    @Test
    void acknowledgesNoEndThatTheStoreDidNot() throws Exception {
        Call login = node.login("alice");
        CountDownLatch deleting = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        store.beforeEnd = () -> {
            deleting.countDown();
            await(failed);
            MeddledSessionStore.fail();
        };
        LiveSession first = node.call(login.id()).found();
        LiveSession second = node.call(login.id()).found();

        CompletableFuture<Void> logout = CompletableFuture.runAsync(() -> node.end(first));
        deleting.await();
        store.beforeEnd = MeddledSessionStore::fail;

        assertThatThrownBy(() -> node.end(second)).isInstanceOf(StoreUnavailableException.class);
        failed.countDown();
        assertThat(logout).failsWithin(Duration.ofSeconds(30));
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void servesWhoFindsTheSessionWhileItsEndHangs() throws Exception {
        Call login = node.login("alice");
        CountDownLatch deleting = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        store.beforeEnd = () -> {
            deleting.countDown();
            await(failed);
            MeddledSessionStore.hang();
        };
        LiveSession toEnd = node.call(login.id()).found();

        CompletableFuture<Void> logout = CompletableFuture.runAsync(() -> node.end(toEnd));
        deleting.await();
        Optional<Verdict> meanwhile = node.verify(login.id(), SECRET);
        failed.countDown();

        assertThat(meanwhile).contains(Verdict.VALID);
        assertThat(logout).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void endsSessionForEveryoneWhoAsksTheStore() {
        Call login = node.login("alice");
        LiveSession first = node.call(login.id()).found();
        LiveSession second = node.call(login.id()).found();

        node.end(first);
        node.end(second);

        assertThat(node.verify(login.id(), SECRET)).isEmpty();
    }

    @Test
    void keepsTheOldSessionWhereTheNewOneCannotBeStored() {
        Call alice = node.login("alice");
        store.beforeInsert = MeddledSessionStore::fail;

        assertThatThrownBy(() -> node.call(alice.id()).login("bob")).isInstanceOf(StoreUnavailableException.class);

        assertThat(node.verify(alice.id(), SECRET)).contains(Verdict.VALID);
        assertThat(store.findByPrincipal("bob", SessionStore.BATCH)).isEmpty();
    }

    @Test
    void keepsTheOldSessionAloneWhereItCannotBeEnded() {
        Call alice = node.login("alice");
        store.beforeEnd = once(MeddledSessionStore::fail);

        assertThatThrownBy(() -> node.call(alice.id()).login("bob")).isInstanceOf(StoreUnavailableException.class);

        assertThat(node.verify(alice.id(), SECRET)).contains(Verdict.VALID);
        assertThat(store.findByPrincipal("bob", SessionStore.BATCH)).isEmpty();
    }

    @Test
    void endsTheOldSessionWhenAnotherUserLogsIn() {
        Call alice = node.login("alice");

        Call bob = node.call(alice.id());
        bob.login("bob");

        assertThat(node.verify(alice.id(), SECRET)).isEmpty();
        assertThat(bob.id()).isNotEqualTo(alice.id());
        assertThat(node.verify(bob.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void endsTheOldSessionWhoseBindingThisNodeCannotCheck() {
        String id = IDS.create();
        long now = clock.millis();
        Grant grant = new Grant("alice", "", "{another}1", now, now + 1);
        node.sealed.insert(new StoredSession(SessionKey.of(id), grant, now, IDLE.toMillis(), 0, Map.of(), 0, ""));

        node.call(id).login("bob");

        assertThat(store.findById(SessionKey.of(id))).isEmpty();
    }

    @Test
    void logsInWhereTheOldSessionEndedMeanwhile() {
        Call alice = node.login("alice");
        Call bob = node.call(alice.id());
        assertThat(bob.find()).isPresent();
        store.deleteById(SessionKey.of(alice.id()));

        bob.login("bob");

        assertThat(node.verify(bob.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void writesOneTouchPerTenthOfTheIdleTimeWhateverTheNumberOfNodes() {
        Call login = node.login("alice");
        Node another = new Node(new Quotas(0, 1));

        for (int i = 0; i < 100; i++) {
            clock.move(Duration.ofSeconds(1));
            assertThat((i % 2 == 0 ? node : another).verify(login.id(), SECRET)).contains(Verdict.VALID);
        }

        // The other node asks the store before it admits; then at 13.501 s at the earliest, so each fourteenth second.
        assertThat(store.touches).hasSize(8);
    }

    @Test
    void endsSessionOnAnotherSecretWhateverTheStoreSays() {
        for (Runnable outage : List.<Runnable>of(MeddledSessionStore::fail, MeddledSessionStore::hang)) {
            Call login = node.login("alice");
            told.ended.clear();
            store.beforeEnd = outage;
            store.beforeTouch = outage;

            assertThat(node.verify(login.id(), OTHER)).contains(Verdict.INVALIDATED);
            for (int i = 0; i < 200; i++) {
                assertThat(node.verify(login.id(), i == 100 ? SECRET : OTHER)).isEmpty();
            }
            store.beforeEnd = () -> {};
            store.beforeTouch = () -> {};
            node.store.check();
            clock.move(Duration.ofSeconds(5));
            node.pending.complete();

            assertThat(store.findById(SessionKey.of(login.id()))).isEmpty();
            assertThat(node.verify(login.id(), SECRET)).isEmpty();
            assertThat(told.ended).containsExactly("MISMATCH alice");
        }
    }

    @Test
    void saysNothingAboutSecretsAfterTheEndToWhoFoundTheSessionBefore() {
        Call login = node.login("alice");
        for (Node any : List.of(node, new Node(new Quotas(0, 1)))) {
            Call right = any.call(login.id());
            Call wrong = any.call(login.id());
            LiveSession foundByRight = right.found();
            LiveSession foundByWrong = wrong.found();
            node.verify(login.id(), OTHER);

            assertThat(right.verify(foundByRight, SECRET)).isEqualTo(Verdict.ENDED);
            assertThat(wrong.verify(foundByWrong, OTHER)).isEqualTo(Verdict.ENDED);
            login = node.login("alice");
        }
    }

    @Test
    void triesOneOfManyGuessesThatArriveAtAnotherNodeAtOnce() {
        for (int round = 0; round < 10; round++) {
            Call login = node.login("alice");
            Node another = new Node(new Quotas(0, 1));

            List<Optional<Verdict>> verdicts =
                    Parallel.run(8, i -> another.verify(login.id(), i == 4 ? SECRET : OTHER));

            assertThat(verdicts)
                    .filteredOn(verdict -> verdict.equals(Optional.of(Verdict.INVALIDATED)))
                    .hasSize(1);
            assertThat(verdicts.subList(0, 4))
                    .allSatisfy(verdict -> assertThat(verdict).isNotEqualTo(Optional.of(Verdict.VALID)));
            assertThat(another.verify(login.id(), SECRET)).isEmpty();
        }
    }

    @Test
    void refusesProofWhoseTouchFindsTheSessionOver() {
        Call login = node.login("alice");
        clock.move(IDLE.plus(LAG).minus(TICK));
        Call late = node.call(login.id());
        LiveSession found = late.found();
        store.beforeTouch = () -> clock.move(TICK);

        assertThat(late.verify(found, SECRET)).isEqualTo(Verdict.ENDED);
        assertThat(node.verify(login.id(), SECRET)).isEmpty();
    }

    @Test
    void refusesProofThatWasSlowUntilTheAbsoluteEnd() {
        Call login = node.login("alice");
        for (int i = 0; i < 35; i++) {
            clock.move(Duration.ofSeconds(100));
            assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        }
        clock.move(Duration.ofSeconds(100).minus(TICK));
        store.afterTouch = () -> clock.move(TICK);

        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.ENDED);
    }

    @Test
    void deletesSessionBeforeItIsCalledOverAndReportsThatOnce() {
        Call login = node.login("alice");
        clock.move(IDLE.plus(LAG));

        assertThat(node.verify(login.id(), SECRET)).isEmpty();
        assertThat(store.findById(SessionKey.of(login.id()))).isEmpty();
        assertThat(node.verify(login.id(), SECRET)).isEmpty();

        assertThat(node.store.findExpired()).isEmpty();
        assertThat(told.ended).containsExactly("EXPIRED alice");
    }

    @Test
    void endsNoSessionEarlyWhoseLastProofWasNotWritten() {
        Call login = node.login("alice");
        clock.move(LAG.multipliedBy(9).dividedBy(10));
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        assertThat(store.touches).isEmpty();
        clock.move(IDLE.minus(TICK));

        assertThat(new Node(new Quotas(0, 1)).verify(login.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void takesNoWriteForDoneThatFailed() {
        Call login = node.login("alice");
        clock.move(LAG.plus(TICK));
        store.beforeTouch = MeddledSessionStore::fail;

        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        store.beforeTouch = () -> {};
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);

        assertThat(store.touches).containsExactly(clock.millis());
    }

    @Test
    void keepsSessionThatIsUsedWhileTheStoreRefusesTouches() {
        Call login = node.login("alice");
        Call unused = node.login("bob");
        store.beforeTouch = MeddledSessionStore::fail;
        for (int i = 0; i < 5; i++) {
            clock.move(IDLE.minus(TICK));
            assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        }
        store.beforeTouch = () -> {};

        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        assertThat(new Node(new Quotas(0, 1)).verify(login.id(), SECRET))
                .as("on another node, once the store accepts writes")
                .contains(Verdict.VALID);
        assertThat(node.verify(unused.id(), SECRET)).as("the idle one").isEmpty();
        clock.move(IDLE.plus(LAG));
        assertThat(node.verify(login.id(), SECRET)).isEmpty();
    }

    @Test
    void endsSessionAtItsIdleTimeToTheMillisecondWhileTheStoreRefusesTouches() {
        Call login = node.login("alice");
        clock.move(IDLE.plus(LAG).minus(TICK));
        store.beforeTouch = MeddledSessionStore::fail;
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);

        clock.move(IDLE);

        assertThat(node.verify(login.id(), SECRET)).isEmpty();
    }

    @Test
    void doesNotCallASessionOverWhoseProofAnotherNodeCouldNotRecord() {
        Call login = node.login("alice");
        Node another = new Node(new Quotas(0, 1));
        store.beforeTouch = MeddledSessionStore::fail;
        store.beforeEnd = MeddledSessionStore::fail;
        clock.move(IDLE);
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        clock.move(IDLE.minus(TICK));

        assertThatThrownBy(() -> another.verify(login.id(), SECRET)).isInstanceOf(StoreUnavailableException.class);
        store.beforeTouch = () -> {};
        store.beforeEnd = () -> {};

        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        assertThat(another.verify(login.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void recordsNoProofOfARequestThatEndsTheSession() {
        for (Runnable outage : List.<Runnable>of(MeddledSessionStore::fail, MeddledSessionStore::hang)) {
            Call login = node.login("alice");
            clock.move(LAG.plus(TICK));
            store.beforeTouch = outage;
            Call logout = node.call(login.id());

            LiveSession ending = logout.found().ending();

            assertThat(logout.verify(ending, SECRET)).isEqualTo(Verdict.VALID);
            assertThat(node.end(ending)).isTrue();
            assertThat(store.touches).isEmpty();
        }
    }

    @Test
    void admitsNobodyOnAWriteThatIsUnderWayWhenTheRecordedTimeIsTooOld() throws Exception {
        Call login = node.login("alice");
        clock.move(LAG.plus(TICK));
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        store.beforeTouch = () -> {
            writing.countDown();
            await(failed);
            MeddledSessionStore.hang();
        };
        CompletableFuture<Optional<Verdict>> first =
                CompletableFuture.supplyAsync(() -> node.verify(login.id(), SECRET));
        writing.await();
        CompletableFuture<Optional<Verdict>> second =
                CompletableFuture.supplyAsync(() -> node.verify(login.id(), SECRET));
        failed.countDown();

        assertThat(first).failsWithin(Duration.ofSeconds(30));
        assertThat(second).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void deletesSessionWhoseInsertWasNotAnswered() {
        store.afterInsert = MeddledSessionStore::hang;
        assertThatThrownBy(() -> node.login("alice")).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).hasSize(1);
        node.store.check();

        node.pending.complete();

        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).isEmpty();
        assertThat(told.opened).isEmpty();
        assertThat(told.ended).isEmpty();
    }

    @Test
    void deletesSessionWhoseInsertArrivesLate() {
        AtomicReference<StoredSession> delayed = new AtomicReference<>();
        store.whenInserting = session -> {
            delayed.set(session);
            MeddledSessionStore.hang();
        };
        assertThatThrownBy(() -> node.login("alice")).isInstanceOf(StoreUnavailableException.class);
        store.whenInserting = session -> {};
        node.store.check();
        node.pending.complete();

        store.insert(delayed.get());
        clock.move(Duration.ofSeconds(5));
        node.pending.complete();

        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).isEmpty();
    }

    @Test
    void endsNoSessionForOneWhoseInsertWasNotAnswered() {
        Node limited = new Node(new Quotas(2, 1));
        Call first = limited.login("alice");
        store.afterInsert = once(MeddledSessionStore::hang);
        assertThatThrownBy(() -> limited.login("alice")).isInstanceOf(StoreUnavailableException.class);
        limited.store.check();
        clock.move(TICK);

        Call third = limited.login("alice");

        assertThat(limited.verify(first.id(), SECRET)).contains(Verdict.VALID);
        assertThat(limited.verify(third.id(), SECRET)).contains(Verdict.VALID);
        assertThat(told.ended).isEmpty();
    }

    @Test
    void takesBackLoginOnceTheStoreCanBeWritten() {
        Call alice = node.login("alice");
        store.beforeEnd = MeddledSessionStore::fail;
        Call bob = node.call(alice.id());
        assertThatThrownBy(() -> bob.login("bob")).isInstanceOf(StoreUnavailableException.class);
        SessionKey left =
                store.findByPrincipal("bob", SessionStore.BATCH).get(0).key();
        assertThat(node.live.find(left, () -> 0)).isEmpty();
        store.beforeEnd = () -> {};

        node.pending.complete();

        assertThat(store.findByPrincipal("bob", SessionStore.BATCH)).isEmpty();
        assertThat(node.verify(alice.id(), SECRET)).contains(Verdict.VALID);
        assertThat(told.ended).isEmpty();
    }

    @Test
    void reportsOneLogoutOfMany() {
        Call login = node.login("alice");
        List<LiveSession> found = IntStream.range(0, 8)
                .mapToObj(i -> node.call(login.id()).found())
                .toList();

        List<Boolean> ended = Parallel.run(8, i -> node.end(found.get(i)));

        assertThat(ended).containsOnlyOnce(true);
        assertThat(told.ended).containsExactly("LOGOUT alice");
    }

    @Test
    void reportsSessionThatALoginReplacedAndOneOverTheQuota() {
        Node limited = new Node(new Quotas(1, 1));
        Call alice = limited.login("alice");

        limited.call(alice.id()).login("mallory");
        clock.move(TICK);
        limited.login("mallory");

        assertThat(told.ended).containsExactly("REPLACED alice", "QUOTA mallory");
        assertThat(told.opened).hasSize(3);
    }

    @Test
    void keepsOneOfTwoLoginsThatFindEachOtherOverTheQuota() {
        for (int round = 0; round < 10; round++) {
            String user = "user-" + round;
            CyclicBarrier bothFound = new CyclicBarrier(2);
            store.afterFindByPrincipal = () -> await(bothFound);
            CyclicBarrier bothInserted = new CyclicBarrier(2);
            store.afterInsert = () -> await(bothInserted);
            List<Node> nodes = List.of(new Node(new Quotas(1, 1)), new Node(new Quotas(1, 1)));

            List<Optional<Call>> logins = Parallel.run(2, i -> loggedIn(nodes.get(i), user));

            store.afterFindByPrincipal = () -> {};
            List<Call> answered = logins.stream().flatMap(Optional::stream).toList();
            assertThat(answered).hasSize(1);
            assertThat(store.findByPrincipal(user, SessionStore.BATCH))
                    .extracting(StoredSession::key)
                    .containsExactly(SessionKey.of(answered.get(0).id()));
        }
    }

    private static Optional<Call> loggedIn(Node node, String user) {
        try {
            return Optional.of(node.login(user));
        } catch (BusyException overQuota) {
            return Optional.empty();
        }
    }

    @Test
    void refusesLoginThatAnotherEndedBeforeItsAnswer() {
        Node limited = new Node(new Quotas(1, 1));
        AtomicReference<Call> later = new AtomicReference<>();
        store.afterInsert = once(() -> {
            clock.move(TICK);
            later.set(limited.login("alice"));
        });

        assertThatThrownBy(() -> limited.login("alice")).isInstanceOf(BusyException.class);

        assertThat(limited.verify(later.get().id(), SECRET)).contains(Verdict.VALID);
        assertThat(told.opened).hasSize(1);
    }

    @Test
    void endsTheLeastRecentlyUsedOfTheOlderSessions() {
        Node limited = new Node(new Quotas(2, 1));
        Call used = limited.login("alice");
        clock.move(TICK);
        Call idle = limited.login("alice");
        clock.move(LAG.plus(TICK));
        store.afterInsert = once(() -> {
            clock.move(TICK);
            limited.verify(used.id(), SECRET);
        });

        Call newest = limited.login("alice");

        assertThat(limited.verify(used.id(), SECRET)).contains(Verdict.VALID);
        assertThat(limited.verify(newest.id(), SECRET)).contains(Verdict.VALID);
        assertThat(limited.verify(idle.id(), SECRET)).isEmpty();
    }

    @Test
    void losesNoMismatchThatTwoNodesCountAtOnce() {
        Node patient = new Node(new Quotas(0, 3));
        Node another = new Node(new Quotas(0, 3));
        Call login = patient.login("alice");
        store.beforeUpdate =
                once(() -> assertThat(another.verify(login.id(), OTHER)).contains(Verdict.MISMATCH));

        Optional<Verdict> second = patient.verify(login.id(), OTHER);
        Optional<Verdict> third = new Node(new Quotas(0, 3)).verify(login.id(), OTHER);

        assertThat(second).contains(Verdict.MISMATCH);
        assertThat(third).contains(Verdict.INVALIDATED);
    }

    @Test
    void findsSessionEndedWhoseMismatchCannotBeCountedAnyMore() {
        Node patient = new Node(new Quotas(0, 3));
        Call login = patient.login("alice");
        store.beforeUpdate = once(() -> patient.end(patient.call(login.id()).found()));

        assertThat(patient.verify(login.id(), OTHER)).contains(Verdict.ENDED);

        assertThat(told.ended).containsExactly("LOGOUT alice");
    }

    /** Otherwise the periodic delete finds the session, and the one that ended it is told that it was over. */
    @Test
    void deletesEndedSessionOnceWhilePendingDeletesAreCompleted() {
        Call login = node.login("alice");
        store.beforeEnd = once(node.pending::complete);

        assertThat(node.verify(login.id(), OTHER)).contains(Verdict.INVALIDATED);

        assertThat(told.ended).hasSize(1);
    }

    @Test
    void keepsTheStoreUpWhereOnlyItsCleanUpFails() {
        node.login("alice");
        clock.move(IDLE.plus(LAG));
        store.beforeEnd = MeddledSessionStore::hang;

        assertThatThrownBy(node.ends::endExpired).isInstanceOf(StoreUnavailableException.class);

        assertThat(node.store.isUp()).isTrue();
    }

    @Test
    void probesAtOnceWhenTheStoreGoesDown() throws Exception {
        Call login = node.login("alice");
        CompletableFuture<Void> probe = CompletableFuture.runAsync(() -> {
            try {
                node.store.checkOnceDown(Duration.ofDays(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        store.beforeFind = once(MeddledSessionStore::hang);

        assertThatThrownBy(() -> node.verify(login.id(), SECRET)).isInstanceOf(StoreUnavailableException.class);

        assertThat(probe).succeedsWithin(Duration.ofSeconds(30));
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void findsOutThatTheStoreIsDownWhileNobodyAsks() throws Exception {
        store.beforeFind = MeddledSessionStore::hang;

        node.store.checkOnceDown(Duration.ofMillis(1));

        assertThat(node.store.isUp()).isFalse();
    }

    @Test
    void takesNoInterruptedProbeForAnOutage() {
        store.beforeFind = () -> {
            Thread.currentThread().interrupt();
            MeddledSessionStore.hang();
        };

        node.store.check();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(node.store.isUp()).isTrue();
    }

    @Test
    void staysDownWhileTheStoreAnswersNothing() throws Exception {
        store.beforeFind = MeddledSessionStore::hang;

        node.store.check();
        node.store.check();
        boolean meanwhile = node.store.isUp();
        store.beforeFind = () -> {};
        node.store.check();

        assertThat(meanwhile).isFalse();
        assertThat(node.store.isUp()).isTrue();
    }

    @Test
    void reportsLogoutThatTookEffectWithoutAnAnswer() {
        Call login = node.login("alice");
        LiveSession found = node.call(login.id()).found();
        store.afterEnd = once(MeddledSessionStore::hang);

        assertThatThrownBy(() -> node.end(found)).isInstanceOf(StoreUnavailableException.class);
        List<String> before = List.copyOf(told.ended);
        node.recover();
        node.recover();

        assertThat(before).isEmpty();
        assertThat(told.ended).containsExactly("LOGOUT alice");
        assertThat(told.addresses).containsExactly("192.0.2.1");
        assertThat(node.verify(login.id(), SECRET)).isEmpty();
        assertThat(stateOf(login)).as("nothing is left").isEqualTo(EndState.GONE);
    }

    /** As an attempt that nobody made. */
    private EndState stateOf(Call login) {
        return store.endState(SessionKey.of(login.id()), EndToken.create());
    }

    @Test
    void reportsReplacementThatTookEffectWithoutAnAnswer() {
        Call alice = node.login("alice");
        store.afterEnd = once(MeddledSessionStore::hang);

        assertThatThrownBy(() -> node.call(alice.id()).login("bob")).isInstanceOf(StoreUnavailableException.class);
        node.recover();

        assertThat(told.ended).containsExactly("REPLACED alice");
        assertThat(store.findByPrincipal("bob", SessionStore.BATCH)).isEmpty();
    }

    @Test
    void reportsSessionOverTheQuotaThatEndedWithoutAnAnswer() {
        Node limited = new Node(new Quotas(1, 1));
        limited.login("alice");
        clock.move(TICK);
        store.afterEnd = once(MeddledSessionStore::hang);

        assertThatThrownBy(() -> limited.login("alice")).isInstanceOf(StoreUnavailableException.class);
        limited.recover();

        assertThat(told.ended).containsExactly("QUOTA alice");
        assertThat(store.findByPrincipal("alice", SessionStore.BATCH)).isEmpty();
    }

    @Test
    void reportsExpiryThatTookEffectWithoutAnAnswer() {
        Call login = node.login("alice");
        clock.move(IDLE.plus(LAG));
        store.afterEnd = once(MeddledSessionStore::hang);

        assertThatThrownBy(() -> node.verify(login.id(), SECRET)).isInstanceOf(StoreUnavailableException.class);
        node.recover();

        assertThat(node.verify(login.id(), SECRET)).isEmpty();
        assertThat(node.ends.endExpired()).isFalse();
        assertThat(told.ended).containsExactly("EXPIRED alice");
    }

    @Test
    void reportsEachSessionOfACleanUpThatTookEffectWithoutAnAnswer() {
        node.login("alice");
        node.login("bob");
        clock.move(IDLE.plus(LAG));
        store.afterEnd = once(MeddledSessionStore::hang);

        assertThatThrownBy(node.ends::endExpired).isInstanceOf(StoreUnavailableException.class);
        new Node(new Quotas(0, 1)).ends.endExpired();
        node.recover();
        node.ends.endExpired();

        assertThat(told.ended).containsExactlyInAnyOrder("EXPIRED alice", "EXPIRED bob");
    }

    @Test
    void reportsNoEndThatDidNotTakeEffect() {
        for (Runnable outage : List.<Runnable>of(MeddledSessionStore::fail, MeddledSessionStore::hang)) {
            Call login = node.login("alice");
            LiveSession found = node.call(login.id()).found();
            store.beforeEnd = once(outage);

            assertThatThrownBy(() -> node.end(found)).isInstanceOf(StoreUnavailableException.class);
            for (int i = 0; i < 100; i++) {
                node.recover();
                clock.move(Duration.ofSeconds(1));
            }

            assertThat(told.ended).isEmpty();
            assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        }
    }

    @Test
    void reportsEndThatTakesEffectLate() {
        Call login = node.login("alice");
        LiveSession found = node.call(login.id()).found();
        AtomicReference<EndToken> delayed = new AtomicReference<>();
        store.whenEnding = (key, token) -> {
            delayed.set(token);
            MeddledSessionStore.hang();
        };
        assertThatThrownBy(() -> node.end(found)).isInstanceOf(StoreUnavailableException.class);
        store.whenEnding = (key, token) -> {};
        node.recover();
        clock.move(Duration.ofSeconds(20));
        node.recover();

        store.end(SessionKey.of(login.id()), delayed.get());
        clock.move(Duration.ofSeconds(5));
        node.recover();

        assertThat(told.ended).containsExactly("LOGOUT alice");
        assertThat(stateOf(login)).isEqualTo(EndState.GONE);
    }

    @Test
    void reportsEndAfterAnOutageInWhichOtherNodesCleanedUp() {
        Call login = node.login("alice");
        LiveSession found = node.call(login.id()).found();
        Node another = new Node(new Quotas(0, 1));
        store.afterEnd = once(MeddledSessionStore::hang);
        assertThatThrownBy(() -> node.end(found)).isInstanceOf(StoreUnavailableException.class);

        for (int i = 0; i < 20; i++) {
            clock.move(Duration.ofMinutes(2));
            node.ends.complete();
            another.ends.endExpired();
        }
        node.recover();
        clock.move(Duration.ofSeconds(5));
        node.recover();

        assertThat(told.ended).containsExactly("LOGOUT alice");
    }

    @Test
    void reportsOneOfTwoNodesThatEndASessionWithoutAnAnswer() {
        for (int round = 0; round < 10; round++) {
            told.ended.clear();
            Call login = node.login("alice");
            List<Node> nodes = List.of(node, new Node(new Quotas(0, 1)));
            List<LiveSession> found =
                    nodes.stream().map(any -> any.call(login.id()).found()).toList();
            store.afterEnd = MeddledSessionStore::hang;

            List<Boolean> unanswered = Parallel.run(2, i -> isUnanswered(nodes.get(i), found.get(i)));
            store.afterEnd = () -> {};
            Parallel.run(2, i -> {
                nodes.get(i).recover();
                return true;
            });

            assertThat(unanswered).containsOnly(true);
            assertThat(told.ended).containsExactly("LOGOUT alice");
        }
    }

    private static boolean isUnanswered(Node node, LiveSession found) {
        try {
            node.end(found);
            return false;
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    @Test
    void reportsTheFirstEndWhereTheNextFindsItsMark() {
        Call login = node.login("alice");
        Node another = new Node(new Quotas(0, 1));
        LiveSession found = node.call(login.id()).found();
        Call late = another.call(login.id());
        LiveSession foundLate = late.found();
        store.afterEnd = once(MeddledSessionStore::hang);
        assertThatThrownBy(() -> node.end(found)).isInstanceOf(StoreUnavailableException.class);

        boolean second = another.end(foundLate);
        Verdict mismatch = late.verify(foundLate, OTHER);
        node.recover();

        assertThat(second).isFalse();
        assertThat(mismatch).isEqualTo(Verdict.ENDED);
        assertThat(told.ended).containsExactly("LOGOUT alice");
    }

    @Test
    void reportsOneEndOfASessionOnANodeWhoseStoreAnswersNothing() {
        Call login = node.login("alice");
        LiveSession toEnd = node.call(login.id()).found();
        Call guess = node.call(login.id());
        LiveSession guessed = guess.found();
        store.afterEnd = MeddledSessionStore::hang;
        assertThatThrownBy(() -> node.end(toEnd)).isInstanceOf(StoreUnavailableException.class);

        Verdict mismatch = guess.verify(guessed, OTHER);
        store.afterEnd = () -> {};
        node.recover();
        clock.move(Duration.ofSeconds(5));
        node.recover();

        assertThat(mismatch).isEqualTo(Verdict.INVALIDATED);
        assertThat(told.ended).containsExactly("MISMATCH alice");
    }

    @Test
    void endsSessionWhoseRowCannotBeDeleted() {
        Call login = node.login("alice");
        LiveSession found = node.call(login.id()).found();
        store.beforeDelete = MeddledSessionStore::hang;

        assertThat(node.end(found)).isTrue();

        assertThat(node.verify(login.id(), SECRET)).isEmpty();
        assertThat(told.ended).containsExactly("LOGOUT alice");
        assertThat(node.store.isUp()).isTrue();
    }

    @Test
    void reportsSessionThatTheApplicationInvalidates() {
        Call login = node.login("alice");

        node.call(login.id()).request.getSession(false).invalidate();

        assertThat(node.verify(login.id(), SECRET)).isEmpty();
        assertThat(told.ended).containsExactly("REVOKED alice");
    }

    @Test
    void endsSessionOfAnotherNodeByItsHandleOnEveryNode() {
        Node second = new Node(new Quotas(0, 1));
        Call login = node.login("alice");
        assertThat(second.verify(login.id(), SECRET)).contains(Verdict.VALID);
        SessionSummary listed = second.listOf("ALICE").get(0);

        boolean ended =
                second.stored.end(listed.handle(), EndCause.revokedBy("operator", new Requester("192.0.2.9", null)));
        boolean again =
                node.stored.end(listed.handle(), EndCause.revokedBy("operator", new Requester("192.0.2.9", null)));

        assertThat(ended).isTrue();
        assertThat(again).isFalse();
        assertThat(node.verify(login.id(), SECRET)).isEmpty();
        assertThat(second.verify(login.id(), SECRET)).isEmpty();
        assertThat(node.listOf("alice")).isEmpty();
        assertThat(told.ended).containsExactly("REVOKED alice");
        assertThat(told.addresses).containsExactly("192.0.2.9");
    }

    /** A refusal is true on every node, also on one that knows of a proof which the store did not record. */
    @Test
    void endsSessionThatExpiresBeforeItsProofIsRecorded() {
        Call login = node.login("alice");
        clock.move(IDLE.plus(LAG).minus(TICK));
        Node other = new Node(new Quotas(0, 9));
        store.beforeTouch = once(() -> clock.move(TICK));
        Call late = other.call(login.id());

        assertThat(late.verify(late.found(), SECRET)).isEqualTo(Verdict.ENDED);

        assertThat(told.ended).containsExactly("EXPIRED alice");
    }

    @Test
    void recordsProofOfASessionThatAnotherNodeKeepsLive() {
        Call login = node.login("alice");
        clock.move(LAG.plus(TICK));
        store.beforeTouch = MeddledSessionStore::fail;
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
        clock.move(IDLE.minus(TICK.multipliedBy(2)));
        store.beforeTouch = once(() -> clock.move(TICK));
        store.afterTouch =
                once(() -> assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID));
        Call late = new Node(new Quotas(0, 9)).call(login.id());

        assertThat(late.verify(late.found(), SECRET)).isEqualTo(Verdict.VALID);

        assertThat(told.ended).isEmpty();
    }

    @Test
    void listsWhatTheLoginGrantedAndTheStoreRecorded() {
        Call login = node.login("alice");
        long opened = clock.millis();
        clock.move(LAG.plus(TICK));
        node.verify(login.id(), SECRET);
        Call guess = new Node(new Quotas(0, 9)).call(login.id());
        guess.verify(guess.found(), OTHER);

        SessionPage page = node.stored.list(new SessionQuery(Optional.empty(), Optional.empty(), 50));

        Instant proof = clock.instant();
        assertThat(page.next()).isEmpty();
        assertThat(page.sessions())
                .containsExactly(new SessionSummary(
                        SessionKey.of(login.id()).hex(),
                        "alice",
                        Set.of("alice"),
                        "secret",
                        Instant.ofEpochMilli(opened),
                        proof,
                        proof.plus(IDLE).plus(LAG),
                        Instant.ofEpochMilli(opened).plus(LIFETIMES.absolute()),
                        node.call(login.id()).found().session().origin(),
                        1));
    }

    @Test
    void endsNothingByAHandleThatIsNone() {
        Call login = node.login("alice");

        for (String handle : List.of("", login.id(), "0".repeat(64), "x".repeat(64), "../" + "0".repeat(61))) {
            assertThat(node.stored.end(handle, EndCause.REVOKED)).isFalse();
        }

        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void refusesRequestThatFoundTheSessionBeforeItsEndByHandle() {
        Call login = node.login("alice");
        Call late = node.call(login.id());
        LiveSession found = late.found();

        node.stored.end(SessionKey.of(login.id()).hex(), EndCause.REVOKED);

        assertThat(late.verify(found, SECRET)).isNotEqualTo(Verdict.VALID);
        assertThat(late.verify(found, OTHER)).isEqualTo(Verdict.ENDED);
        assertThat(told.ended).containsExactly("REVOKED alice");
    }

    @Test
    void endsSessionByHandleWhileAnotherNodeRecordsAProofOrAMismatch() {
        Node first = new Node(new Quotas(0, 9));
        Node second = new Node(new Quotas(0, 9));
        for (Secret secret : List.of(SECRET, OTHER)) {
            Call login = first.login("alice");
            clock.move(LAG.plus(TICK));
            Runnable end =
                    once(() -> second.stored.end(SessionKey.of(login.id()).hex(), EndCause.REVOKED));
            store.beforeTouch = end;
            store.beforeUpdate = end;
            Call late = first.call(login.id());

            assertThat(late.verify(late.found(), secret)).isEqualTo(Verdict.ENDED);
            assertThat(first.verify(login.id(), SECRET)).isEmpty();
        }
        assertThat(told.ended).containsExactly("REVOKED alice", "REVOKED alice");
    }

    @Test
    void reportsEndByHandleWhoseAnswerWasLostOnce() {
        Call login = node.login("alice");
        String handle = SessionKey.of(login.id()).hex();
        store.afterEnd = once(MeddledSessionStore::hang);

        assertThatThrownBy(() -> node.stored.end(handle, EndCause.REVOKED))
                .isInstanceOf(StoreUnavailableException.class);
        node.recover();
        clock.move(Duration.ofSeconds(5));
        node.recover();

        assertThat(node.stored.end(handle, EndCause.REVOKED)).isFalse();
        assertThat(told.ended).containsExactly("REVOKED alice");
    }

    @Test
    void listsFullPagesAlthoughTheStoreLeavesSessionsOut() {
        for (int i = 0; i < 6; i++) {
            node.login("alice");
            clock.move(TICK);
        }
        List<String> handles =
                node.listOf("alice").stream().map(SessionSummary::handle).toList();
        for (String deleted : List.of(handles.get(1), handles.get(2))) {
            store.beforeDelete = MeddledSessionStore::fail;
            node.live.find(new SessionKey(deleted), () -> 0).ifPresent(node.pending::delete);
        }

        SessionPage page = node.stored.list(new SessionQuery(Optional.of("alice"), Optional.empty(), 3));

        assertThat(page.sessions())
                .extracting(SessionSummary::handle)
                .containsExactly(handles.get(0), handles.get(3), handles.get(4));
        assertThat(page.next()).isPresent();
    }

    private static Runnable once(Runnable action) {
        AtomicReference<Runnable> next = new AtomicReference<>(action);
        return () -> next.getAndSet(() -> {}).run();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One process: its own bindings and its own view of whether the store is up. */
    private final class Node {

        private final SessionStore sealed = new SealedSessionStore(
                BoundSessionsInAStoreTest.this.store,
                new Seal(SECRETS),
                LIFETIMES,
                new TamperedSessions(new SessionEvents() {}),
                clock);
        private final FailingFastSessionStore store =
                new FailingFastSessionStore(sealed, new SessionEvents() {}, clock);
        private final SessionEnds ends = new SessionEnds(store, told, clock);
        private final PendingDeletes pending = new PendingDeletes(store, clock);
        private final LiveSessionStore live = new LiveSessionStore(store, pending, ends, clock);
        private final StoredSessions stored;
        private final BoundSessions sessions;

        Node(Quotas quotas) {
            BindingSchemes schemes = new BindingSchemes(List.of(SecretSchemes.of(KEY)));
            stored = new StoredSessions(
                    live,
                    new CookieIds(
                            IDS,
                            request -> Optional.ofNullable(request.getRequestedSessionId()).stream()
                                    .toList()),
                    new Bindings(schemes, LIFETIMES),
                    LIFETIMES,
                    quotas,
                    new Origins("node"));
            HashingLane lane = new HashingLane(2, 8, Duration.ofSeconds(30));
            sessions = new BoundSessions(stored, schemes, lane, LIFETIMES, quotas, told);
        }

        List<SessionSummary> listOf(String user) {
            return stored.list(new SessionQuery(Optional.of(user), Optional.empty(), 50))
                    .sessions();
        }

        Call login(String user) {
            Call call = new Call(this, null);
            call.login(user);
            return call;
        }

        Call call(String id) {
            return new Call(this, id);
        }

        Optional<Verdict> verify(String id, Secret secret) {
            Call call = call(id);
            return call.find().map(found -> call.verify(found, secret));
        }

        /** The store is back, and the periodic work is done. */
        void recover() {
            store.check();
            pending.complete();
            ends.complete();
        }

        boolean end(LiveSession session) {
            return session.end(EndCause.logout(request(null)));
        }
    }

    /** One request at a node, with what a login needs of it. */
    private static final class Call {

        private final Node node;
        private final HttpServletRequest request;
        private @Nullable String id;

        Call(Node node, @Nullable String id) {
            this.node = node;
            this.id = id;
            this.request = node.sessions.attach(BoundSessionsInAStoreTest.request(id));
        }

        String id() {
            return Objects.requireNonNull(id);
        }

        Optional<LiveSession> find() {
            return node.sessions.find(request);
        }

        LiveSession found() {
            return find().orElseThrow();
        }

        Verdict verify(LiveSession found, Secret secret) {
            return node.sessions.verify(found, secret, request, BodyCheck.NONE);
        }

        void login(String user) {
            LiveSession opened = node.sessions.open(request, user, Set.of(user), SecretSchemes.offer(KEY, SECRET));
            id = opened.session().id();
        }
    }

    private static HttpServletRequest request(@Nullable String sessionId) {
        Map<Object, Object> attributes = new HashMap<>();
        return (HttpServletRequest) Proxy.newProxyInstance(
                Call.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getRequestedSessionId" -> sessionId;
                    case "getRemoteAddr" -> "192.0.2.1";
                    case "getHeader" -> args[0] + " of the login";
                    case "getServletContext" -> null;
                    case "setAttribute" -> attributes.put(args[0], args[1]);
                    case "getAttribute" -> attributes.get(args[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final class Told implements SessionEvents {

        final List<String> opened = new CopyOnWriteArrayList<>();
        final List<String> ended = new CopyOnWriteArrayList<>();
        final List<String> addresses = new CopyOnWriteArrayList<>();

        @Override
        public void opened(BoundSession session, Requester requester) {
            opened.add(SessionKey.of(session.id()).hex());
        }

        @Override
        public void ended(String key, String user, EndCause cause) {
            ended.add(cause.reason() + " " + user);
            addresses.add(cause.requester() == null ? "" : cause.requester().client());
        }
    }
}
