package org.boundsession.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.boundsession.binding.secret.Secret;
import org.boundsession.binding.secret.SecretScheme;
import org.boundsession.bulkhead.BusyException;
import org.boundsession.bulkhead.Caller;
import org.boundsession.bulkhead.FairBulkhead;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.bulkhead.HashingLane.Place;
import org.boundsession.bulkhead.Permit;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.parallel.Parallel;
import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.Origins;
import org.boundsession.session.Quotas;
import org.boundsession.session.Requester;
import org.boundsession.session.SessionEvents;
import org.boundsession.session.SessionIds;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BoundSessionsTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final Secret SECRET = Secret.of("the-client-holds-this".getBytes(StandardCharsets.UTF_8));
    private static final Secret OTHER = Secret.of("somebody-else-guesses".getBytes(StandardCharsets.UTF_8));
    private static final Duration IDLE = Duration.ofSeconds(150);
    private static final Duration ABSOLUTE = Duration.ofSeconds(3600);
    private static final Lifetimes LIFETIMES = new Lifetimes(IDLE, ABSOLUTE);
    private static final Duration LAG = IDLE.dividedBy(10);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final HttpServletRequest ANY = request(new AtomicReference<>());
    private static final String LAST_PROOF = "org.boundsession.lastProof";
    private static final String HASH = "org.boundsession.hash";

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final SessionEvents events = new SessionEvents() {
        @Override
        public void opened(BoundSession session, Requester requester) {
            opened.add(session.id());
        }

        @Override
        public void ended(String key, String user, EndCause cause) {
            told.add(cause.reason() + " " + key + " " + user);
        }
    };
    private final MovableClock clock = MovableClock.at("2026-01-31T12:00:00Z");
    private final HashingLane lane = new HashingLane(1, 0, Duration.ofMillis(1));
    private final BindingSchemes schemes = schemes(KEY);
    private final Bindings hashes = bindings();
    private final Node sessions = on(hashes, new Quotas(0, 1));

    @Test
    void findsWhatItOpened() {
        FakeSession session = open(sessions, "general");

        LiveSession found = sessions.find(session).orElseThrow();

        assertThat(found.session().user()).isEqualTo("general");
        assertThat(found.session().roles()).containsExactly("general");
        assertThat(found.session().expiresAt()).isEqualTo(clock.instant().plus(ABSOLUTE));
        assertThat(session.getMaxInactiveInterval()).isGreaterThan(150);
        assertThat(sessions.verify(found, SECRET, ANY)).isEqualTo(Verdict.VALID);
    }

    @Test
    void findsNothingInASessionThatIsNotBound() {
        assertThat(sessions.find((FakeSession) null)).isEmpty();
        assertThat(sessions.find(new FakeSession("1"))).isEmpty();
    }

    @Test
    void findsNothingWhereTheSessionEndsWhileTheContainerLooksItUp() {
        assertThat(sessions.find(throwingOnLookUp(request(new AtomicReference<>()))))
                .isEmpty();
    }

    @Test
    void opensSessionWhereTheOldOneEndsWhileTheContainerLooksItUp() {
        AtomicReference<FakeSession> current = new AtomicReference<>();

        sessions.open(throwingOnLookUp(request(current)), "general", Set.of("general"), SECRET);

        assertThat(sessions.find(current.get())).isPresent();
    }

    @Test
    void endsSessionThatSomebodyElseHasOnlyBegunToEnd() {
        FakeSession session = open(sessions, "general");
        LiveSession found = sessions.find(session).orElseThrow();
        found.binding().tryEnd();

        found.end(EndCause.logout(ANY));

        assertThat(session.isValid()).isFalse();
    }

    @Test
    void endsSessionOnAnotherSecret() {
        FakeSession session = open(sessions, "general");

        Verdict verdict = verify(sessions, session, OTHER);

        assertThat(verdict).isEqualTo(Verdict.INVALIDATED);
        assertThat(session.isValid()).isFalse();
        assertThat(hashes.size()).isZero();
        assertThat(sessions.find(session)).isEmpty();
    }

    @Test
    void keepsSessionUntilTheMismatchThatIsTheLimit() {
        Node patient = on(hashes, new Quotas(0, 3));
        FakeSession session = open(patient, "general");

        assertThat(verify(patient, session, OTHER)).isEqualTo(Verdict.MISMATCH);
        assertThat(verify(patient, session, SECRET)).isEqualTo(Verdict.VALID);
        assertThat(verify(patient, session, OTHER)).isEqualTo(Verdict.MISMATCH);
        assertThat(verify(patient, session, OTHER)).isEqualTo(Verdict.INVALIDATED);
        assertThat(session.isValid()).isFalse();
    }

    @Test
    void endsIdleSessionToTheMillisecond() {
        FakeSession session = open(sessions, "general");

        clock.move(IDLE.minus(TICK));
        assertThat(sessions.find(session)).isPresent();
        clock.move(TICK);

        assertThat(sessions.find(session)).isEmpty();
        assertThat(session.isValid()).isFalse();
        assertThat(hashes.size()).isZero();
    }

    @Test
    void slidesByProofsButNotByMismatchesOrLookUps() {
        Node patient = on(hashes, new Quotas(0, 100));
        FakeSession session = open(patient, "general");

        clock.move(IDLE.minus(TICK));
        verify(patient, session, SECRET);
        clock.move(IDLE.minus(TICK));
        verify(patient, session, OTHER);
        patient.find(session);
        clock.move(TICK);

        assertThat(patient.find(session)).isEmpty();
    }

    @Test
    void endsSessionAtItsAbsoluteEndWhateverItDoes() {
        FakeSession session = open(sessions, "general");

        for (Duration age = Duration.ZERO; age.compareTo(ABSOLUTE.minus(TICK)) < 0; age = age.plusSeconds(100)) {
            clock.move(Duration.ofSeconds(100));
            sessions.find(session).ifPresent(found -> sessions.verify(found, SECRET, ANY));
        }

        assertThat(sessions.find(session)).isEmpty();
    }

    @Test
    void writesTheLastProofIntoTheSessionOncePerTenthOfTheIdleTime() {
        FakeSession session = open(sessions, "general");
        Object written = session.getAttribute(LAST_PROOF);

        clock.move(IDLE.dividedBy(10));
        verify(sessions, session, SECRET);
        Object early = session.getAttribute(LAST_PROOF);
        clock.move(TICK);
        verify(sessions, session, SECRET);

        assertThat(early).isEqualTo(written);
        assertThat(session.getAttribute(LAST_PROOF)).isEqualTo(clock.millis());
    }

    @Test
    void knowsSessionFromElsewhereByItsAttributes() {
        FakeSession session = open(sessions, "general");
        Bindings ofAnotherNode = bindings();
        Node anotherNode = on(ofAnotherNode, new Quotas(0, 1));

        LiveSession arrived = anotherNode.find(session).orElseThrow();
        Verdict first = anotherNode.verify(arrived, SECRET, ANY);
        Verdict second;
        try (Place taken = lane.enterCheck("another", "session")) {
            second = verify(anotherNode, session, SECRET);
        }

        assertThat(arrived.session().user()).isEqualTo("general");
        assertThat(arrived.session().roles()).containsExactly("general");
        assertThat(first).isEqualTo(Verdict.VALID);
        assertThat(second).as("no place in the lane was needed").isEqualTo(Verdict.VALID);
    }

    @Test
    void believesTheLatestProofOfAnyNode() {
        FakeSession session = open(sessions, "general");
        clock.move(IDLE.minus(TICK));
        session.setAttribute(LAST_PROOF, clock.millis());

        clock.move(IDLE.minus(TICK));

        assertThat(sessions.find(session)).isPresent();
    }

    @Test
    void saysNothingOfTheSecretWhileTheLaneIsFull() {
        FakeSession session = open(sessions, "general");
        Node anotherNode = on(bindings(), new Quotas(0, 1));

        try (Place taken = lane.enterCheck("another", "session")) {
            assertThatThrownBy(() -> verify(anotherNode, session, OTHER)).isInstanceOf(BusyException.class);
        }

        assertThat(session.isValid()).isTrue();
        assertThat(verify(anotherNode, session, SECRET)).isEqualTo(Verdict.VALID);
    }

    @Test
    void changesNothingForALoginThatFindsTheLaneFull() {
        FakeSession session = open(sessions, "general");
        Permit permit = new FairBulkhead(1, 1).acquire(Caller.of("general", List.of("192.0.2.1")));

        try (Place taken = lane.enterCheck("another", "session")) {
            assertThatThrownBy(() -> sessions.enter(permit)).isInstanceOf(BusyException.class);
        }

        assertThat(sessions.find(session)).isPresent();
    }

    @Test
    void leavesNothingOfALoginThatFails() {
        AtomicReference<FakeSession> current = new AtomicReference<>();
        HttpServletRequest request = request(current);
        Set<String> faultyRoles = new java.util.AbstractSet<>() {
            @Override
            public java.util.Iterator<String> iterator() {
                throw new IllegalStateException("a fault after the session was created");
            }

            @Override
            public int size() {
                return 1;
            }
        };

        assertThatThrownBy(() -> sessions.open(request, "general", faultyRoles, SECRET))
                .isInstanceOf(IllegalStateException.class);

        assertThat(current.get().isValid()).isFalse();
        assertThat(hashes.size()).isZero();
    }

    @Test
    void endsSessionThatAnotherLoginReplaces() {
        AtomicReference<FakeSession> current = new AtomicReference<>();
        HttpServletRequest request = request(current);
        sessions.open(request, "general", Set.of("general"), SECRET);
        FakeSession first = current.get();

        sessions.open(request, "admin", Set.of("admin"), OTHER);

        assertThat(first.isValid()).isFalse();
        assertThat(hashes.size()).isEqualTo(1);
    }

    @Test
    void invalidatesForeignSessionAtLogin() {
        FakeSession foreign = new FakeSession("foreign");
        AtomicReference<FakeSession> current = new AtomicReference<>(foreign);

        sessions.open(request(current), "general", Set.of(), SECRET);

        assertThat(foreign.isValid()).isFalse();
        assertThat(sessions.find(current.get()).orElseThrow().session().roles()).isEmpty();
    }

    @Test
    void takesSessionForNoneWithoutItsPepper() {
        FakeSession session = open(sessions, "general");
        BindingSchemes others = schemes("another key, of thirty-two bytes!".getBytes(StandardCharsets.UTF_8));
        Node stranger = new Node(new Bindings(others, LIFETIMES), lane, new Quotas(0, 1));

        assertThat(stranger.find(session)).isEmpty();
        assertThat(session.isValid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"org.boundsession.user", "org.boundsession.roles", "org.boundsession.end", LAST_PROOF, HASH})
    void takesSessionForNoneWhoseAttributesAreNotItsOwn(String attribute) {
        FakeSession session = open(sessions, "general");
        session.setAttribute(attribute, List.of("of another type"));

        assertThat(on(bindings(), new Quotas(0, 1)).find(session)).isEmpty();
    }

    @Test
    void verifiesAgainWhenTheStoredHashIsAnother() {
        FakeSession session = open(sessions, "general");
        session.setAttribute(HASH, SecretSchemes.of(KEY).bind("1", OTHER).storedForm());

        assertThat(verify(sessions, session, SECRET)).isEqualTo(Verdict.INVALIDATED);
    }

    @Test
    void keepsBindingThroughAnotherRoute() {
        FakeSession session = open(sessions, "general");
        String id = session.getId();

        session.rename(id + ".node2");

        assertThat(verify(sessions, session, SECRET)).isEqualTo(Verdict.VALID);
        assertThat(hashes.size()).isEqualTo(1);
    }

    @Test
    void endsExpiredSessionOfAnotherRoute() {
        FakeSession session = open(sessions, "general");
        session.rename(session.getId() + ".node2");
        clock.move(IDLE);

        sessions.endExpired();

        assertThat(session.isValid()).isFalse();
        assertThat(hashes.size()).isZero();
    }

    @Test
    void forgetsWhatTheContainerEnds() {
        FakeSession ended = open(sessions, "general");

        sessions.endedByContainer(ended.getId() + ".route");
        ended.invalidate();
        sessions.endExpired();

        assertThat(hashes.size()).isZero();
    }

    @Test
    void takesSessionForNoneThatIsBeingEnded() {
        FakeSession session = open(sessions, "general");
        List<Optional<LiveSession>> found = new ArrayList<>();
        session.whileEnding(() -> {
            sessions.endedByContainer(session.getId());
            found.add(sessions.find(session));
        });

        assertThat(verify(sessions, session, OTHER)).isEqualTo(Verdict.INVALIDATED);

        assertThat(found).containsExactly(Optional.empty());
        assertThat(told).containsExactly("MISMATCH " + SessionIds.key(session.getId()) + " general");
        assertThat(hashes.size()).isZero();
    }

    @Test
    void takesSessionForNoneThatTheContainerIsEnding() {
        FakeSession session = open(sessions, "general");
        List<Optional<LiveSession>> found = new ArrayList<>();
        session.whileEnding(() -> {
            sessions.endedByContainer(session.getId());
            found.add(sessions.find(session));
        });

        session.invalidate();
        int before = hashes.size();
        sessions.endExpired();

        assertThat(found).containsExactly(Optional.empty());
        assertThat(told).containsExactly("REVOKED " + SessionIds.key(session.getId()) + " general");
        assertThat(before).isEqualTo(1);
        assertThat(hashes.size()).isZero();
    }

    /** Tomcat hands out a session as long as it tells its listeners that it ends. */
    @Test
    void opensNoSessionInOneThatTheContainerIsEnding() {
        AtomicReference<FakeSession> current = new AtomicReference<>();
        sessions.open(request(current), "general", Set.of("general"), SECRET);
        FakeSession session = current.get();
        session.join();
        session.whileEnding(
                () -> assertThatThrownBy(() -> sessions.open(request(current), "admin", Set.of("admin"), OTHER))
                        .isInstanceOf(BusyException.class));

        session.invalidate();
        sessions.endExpired();

        assertThat(opened).hasSize(1);
        assertThat(hashes.size()).isZero();
    }

    @Test
    void forgetsExpiredBindingWhoseSessionTheContainerHasSwappedOut() {
        FakeSession swappedOut = open(sessions, "general");
        FakeSession idle = open(sessions, "general");
        swappedOut.recycle();
        clock.move(IDLE);

        sessions.endExpired();

        assertThat(hashes.size()).isZero();
        assertThat(told).containsExactly("EXPIRED " + SessionIds.key(idle.getId()) + " general");
    }

    /** It lives on as another object, and no end must be reported of it. */
    @Test
    void displacesNoSessionThatTheContainerHasSwappedOut() {
        Node limited = on(hashes, new Quotas(1, 1));
        open(limited, "general").recycle();
        clock.move(TICK);

        open(limited, "general");

        assertThat(told).isEmpty();
    }

    @Test
    void destroysSessionThatTheContainerRenames() {
        FakeSession session = open(sessions, "general");

        session.rename("another");

        assertThat(verify(sessions, session, SECRET)).isEqualTo(Verdict.INVALIDATED);
        assertThat(session.isValid()).isFalse();
    }

    @Test
    void forgetsExpiredBindingWhoseSessionHasAnotherId() {
        FakeSession session = open(sessions, "general");
        session.rename("another");
        clock.move(IDLE);

        sessions.endExpired();

        assertThat(hashes.size()).isZero();
        assertThat(session.isValid()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void forgetsSessionThatEndsWhileItArrives() {
        FakeSession session = open(sessions, "general");
        Bindings ofAnotherNode = bindings();
        session.invalidate();

        assertThat(on(ofAnotherNode, new Quotas(0, 1)).find(session)).isEmpty();
        assertThat(ofAnotherNode.size()).isZero();
    }

    @Test
    void endsExpiredSessionsThatNobodyAsksFor() {
        FakeSession idle = open(sessions, "general");
        clock.move(IDLE.dividedBy(2));
        FakeSession live = open(sessions, "general");
        clock.move(IDLE.dividedBy(2));

        sessions.endExpired();

        assertThat(idle.isValid()).isFalse();
        assertThat(told).containsExactly("EXPIRED " + SessionIds.key(idle.getId()) + " general");
        assertThat(live.isValid()).isTrue();
        assertThat(hashes.size()).isEqualTo(1);
    }

    @Test
    void endsTheLeastRecentlyProvedSessionOverTheQuota() {
        Node limited = on(hashes, new Quotas(2, 1));
        FakeSession first = open(limited, "general");
        clock.move(TICK);
        FakeSession second = open(limited, "general");
        FakeSession foreign = open(limited, "admin");
        clock.move(TICK);
        verify(limited, first, SECRET);
        clock.move(TICK);

        FakeSession third = open(limited, "general");

        assertThat(second.isValid()).isFalse();
        assertThat(told).containsExactly("QUOTA " + SessionIds.key(second.getId()) + " general");
        assertThat(List.of(first, third, foreign)).allMatch(FakeSession::isValid);
    }

    @Test
    void letsOneSessionLiveOfLoginsInTheSameMillisecond() {
        Node limited = on(hashes, new Quotas(1, 1));

        List<FakeSession> opened =
                IntStream.range(0, 5).mapToObj(i -> open(limited, "general")).toList();

        assertThat(opened).filteredOn(FakeSession::isValid).hasSize(1);
    }

    @Test
    void countsSpellingsOfOneUserTogether() {
        Node limited = on(hashes, new Quotas(1, 1));

        FakeSession first = open(limited, "SAPCPI");
        clock.move(TICK);
        FakeSession second = open(limited, "sapcpi ");

        assertThat(first.isValid()).isFalse();
        assertThat(second.isValid()).isTrue();
    }

    @Test
    void isBusyIfTheContainerRefusesAnotherSession() {
        HttpServletRequest refusing = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getSession") && Boolean.TRUE.equals(args[0])) {
                        throw new IllegalStateException("too many active sessions");
                    }
                    return null;
                });

        assertThatThrownBy(() -> sessions.open(refusing, "general", Set.of(), SECRET))
                .isInstanceOf(BusyException.class);

        assertThat(hashes.size()).isZero();
    }

    @Test
    void hashesOnceForManyFirstChecksOfOneSession() throws Exception {
        FakeSession session = open(sessions, "general");
        HashingLane wide = new HashingLane(4, 8, Duration.ofSeconds(30));
        Node anotherNode = new Node(bindings(), wide, new Quotas(0, 1));
        LiveSession arrived = anotherNode.find(session).orElseThrow();
        CountDownLatch start = new CountDownLatch(1);
        AtomicReference<Verdict> other = new AtomicReference<>();
        Thread thread;

        synchronized (arrived.binding()) {
            thread = new Thread(() -> {
                start.countDown();
                other.set(anotherNode.verify(arrived, SECRET, ANY));
            });
            thread.start();
            start.await();
            while (thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            // The one before it has proved: no hash is needed, and this one would not match.
            arrived.binding().possession().checkSlowly(SECRET);
        }
        thread.join();

        assertThat(other.get()).isEqualTo(Verdict.VALID);
    }

    @Test
    void endsOnlyOnce() {
        FakeSession session = open(sessions, "general");
        LiveSession found = sessions.find(session).orElseThrow();

        found.end(EndCause.logout(ANY));
        found.end(EndCause.logout(ANY));

        assertThat(session.isValid()).isFalse();
        assertThat(told).hasSize(1);
        assertThat(sessions.verify(found, SECRET, ANY)).isEqualTo(Verdict.ENDED);
        assertThat(sessions.find(session)).isEmpty();
    }

    @Test
    void refusesWhoWaitedBehindAMismatch() throws Exception {
        FakeSession session = open(sessions, "general");
        Node anotherNode = wideOn(bindings());
        LiveSession arrived = anotherNode.find(session).orElseThrow();

        List<Verdict> verdicts = afterWaiting(
                () -> anotherNode.verify(arrived, SECRET, ANY),
                arrived,
                () -> arrived.binding().tryEnd());

        assertThat(verdicts).containsExactly(Verdict.ENDED);
    }

    @Test
    void refusesWhoWaitedUntilTheSessionExpired() throws Exception {
        FakeSession session = open(sessions, "general");
        Node anotherNode = wideOn(bindings());
        LiveSession arrived = anotherNode.find(session).orElseThrow();

        List<Verdict> verdicts =
                afterWaiting(() -> anotherNode.verify(arrived, SECRET, ANY), arrived, () -> clock.move(IDLE.plus(LAG)));

        assertThat(verdicts).containsExactly(Verdict.ENDED);
        assertThat(session.isValid()).isFalse();
        assertThat(told).containsExactly("EXPIRED " + SessionIds.key(session.getId()) + " general");
    }

    @Test
    void refusesWhoWaitedWhileTheContainerEndedTheSession() throws Exception {
        FakeSession session = open(sessions, "general");
        Node anotherNode = wideOn(bindings());
        LiveSession arrived = anotherNode.find(session).orElseThrow();

        List<Verdict> verdicts =
                afterWaiting(() -> anotherNode.verify(arrived, SECRET, ANY), arrived, session::invalidate);

        assertThat(verdicts).containsExactly(Verdict.ENDED);
    }

    /** The verdict of a caller who waits for the session's monitor while something happens. */
    private static List<Verdict> afterWaiting(Supplier<Verdict> call, LiveSession waitsFor, Runnable meanwhile)
            throws InterruptedException {
        List<Verdict> verdicts = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(() -> verdicts.add(call.get()));
        synchronized (waitsFor.binding()) {
            thread.start();
            while (thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            meanwhile.run();
        }
        thread.join();
        return verdicts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void triesNoMoreSecretsThanTheLimitHoweverManyArriveAtOnce(int limit) {
        for (int round = 0; round < 10; round++) {
            FakeSession session = open(sessions, "general");
            Node cold = new Node(bindings(), new HashingLane(4, 30, Duration.ofSeconds(30)), new Quotas(0, limit));
            List<LiveSession> found = IntStream.range(0, 16)
                    .mapToObj(i -> cold.find(session).orElseThrow())
                    .toList();

            List<Verdict> verdicts = Parallel.run(16, i -> cold.verify(found.get(i), OTHER, ANY));

            assertThat(verdicts).containsOnlyOnce(Verdict.INVALIDATED);
            assertThat(verdicts)
                    .filteredOn(verdict -> verdict == Verdict.MISMATCH)
                    .hasSize(limit - 1);
            assertThat(cold.verify(found.get(0), SECRET, ANY)).isEqualTo(Verdict.ENDED);
        }
    }

    @Test
    void saysNothingAboutSecretsAfterTheEnd() {
        FakeSession session = open(sessions, "general");
        LiveSession found = sessions.find(session).orElseThrow();
        verify(sessions, session, OTHER);

        assertThat(sessions.verify(found, SECRET, ANY)).isEqualTo(Verdict.ENDED);
        assertThat(sessions.verify(found, OTHER, ANY)).isEqualTo(Verdict.ENDED);
        assertThat(told).hasSize(1);
    }

    @Test
    void endsNoSessionEarlyThatComesFromElsewhere() {
        FakeSession session = open(sessions, "general");
        clock.move(LAG);
        verify(sessions, session, SECRET);
        clock.move(IDLE.minus(TICK));

        assertThat(on(bindings(), new Quotas(0, 1)).find(session)).isPresent();
    }

    @Test
    void takesOverAProofOnceThatANodeWithAnotherClockHasRecordedInTheFuture() {
        FakeSession session = open(sessions, "general");
        session.setAttribute(LAST_PROOF, clock.millis() + Duration.ofHours(1).toMillis());
        Node other = on(bindings(), new Quotas(0, 1));
        assertThat(other.find(session)).isPresent();

        for (int i = 0; i < 8; i++) {
            clock.move(IDLE.dividedBy(2));
            other.endExpired();
        }

        assertThat(session.isValid()).isFalse();
    }

    @Test
    void believesANodeWhoseClockIsRightAfterOneThatWasAhead() {
        FakeSession session = open(sessions, "general");
        session.setAttribute(LAST_PROOF, clock.millis() + Duration.ofHours(1).toMillis());
        Node other = on(bindings(), new Quotas(0, 1));
        assertThat(other.find(session)).isPresent();

        for (int i = 0; i < 8; i++) {
            clock.move(IDLE.dividedBy(2));
            other.endExpired();
            session.setAttribute(LAST_PROOF, clock.millis());
        }

        assertThat(session.isValid()).isTrue();
    }

    @Test
    void findsNoSessionThatWasBoundWithASecretThatHasBeenRemoved() {
        SessionSecrets secrets = new SessionSecrets(List.of(KEY), "/");
        BindingSchemes rotating = new BindingSchemes(List.of(new SecretScheme(secrets, "secretid", 8, 10)));
        ContainerSessions node = new ContainerSessions(
                new Bindings(rotating, LIFETIMES), LIFETIMES, new Quotas(0, 1), new Origins("node"), events, clock);
        FakeSession session = open(sessions, "general");
        assertThat(node.find(session)).isPresent();

        secrets.rotateTo(List.of("a-secret-of-more-than-thirty-two-bytes".getBytes(StandardCharsets.US_ASCII)));

        assertThat(node.find(session)).isEmpty();
    }

    @Test
    void endsNoSessionThatIsUsedOnAnotherNodeOnly() {
        FakeSession session = open(sessions, "general");
        Node other = on(bindings(), new Quotas(0, 1));
        other.find(session);
        prove(session, IDLE.multipliedBy(2));

        other.endExpired();

        assertThat(told).isEmpty();
        assertThat(other.find(session)).isPresent();
        clock.move(IDLE.plus(LAG));
        other.endExpired();
        assertThat(session.isValid()).isFalse();
    }

    /** On the node that opened it, often enough that it does not expire. */
    private void prove(FakeSession session, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(LAG)) {
            clock.move(LAG.plus(TICK));
            assertThat(verify(sessions, session, SECRET)).isEqualTo(Verdict.VALID);
        }
    }

    @Test
    void forgetsSessionThatAnotherNodeHasEnded() {
        FakeSession session = open(sessions, "general");
        session.vanish();
        clock.move(IDLE);

        sessions.endExpired();

        assertThat(told).as("that node reports it").isEmpty();
        assertThat(hashes.size()).isZero();
    }

    @Test
    void countsNoSessionThatAnotherNodeHasEnded() {
        Node limited = on(hashes, new Quotas(2, 1));
        FakeSession live = open(limited, "general");
        clock.move(TICK);
        open(limited, "general").vanish();
        clock.move(TICK);

        open(limited, "general");

        assertThat(told).isEmpty();
        assertThat(live.isValid()).isTrue();
    }

    @Test
    void displacesNoSessionThatAnotherNodeHasProvedLast() {
        Bindings ofOther = bindings();
        Node other = on(ofOther, new Quotas(2, 1));
        FakeSession used = open(sessions, "general");
        other.find(used);
        clock.move(LAG.plus(TICK));
        FakeSession unused = open(other, "general");
        prove(used, LAG);

        open(other, "general");

        assertThat(used.isValid()).isTrue();
        assertThat(unused.isValid()).isFalse();
    }

    @Test
    void reportsEachWayToEndOnce() {
        FakeSession revoked = open(sessions, "revoked");
        AtomicReference<FakeSession> current = new AtomicReference<>();
        sessions.open(request(current), "alice", Set.of(), SECRET);
        String replaced = current.get().getId();

        revoked.invalidate();
        sessions.endedByContainer(revoked.getId());
        sessions.endedByContainer(revoked.getId());
        sessions.open(request(current), "mallory", Set.of(), OTHER);
        verify(sessions, current.get(), SECRET);

        assertThat(told)
                .containsExactly(
                        "REVOKED " + SessionIds.key(revoked.getId()) + " revoked",
                        "REPLACED " + SessionIds.key(replaced) + " alice",
                        "MISMATCH " + SessionIds.key(current.get().getId()) + " mallory");
        assertThat(opened).hasSize(3);
    }

    @Test
    void refusesImpossibleLimits() {
        assertThatThrownBy(() -> new Quotas(-1, 1)).hasMessageContaining("sessionsPerUser");
        assertThatThrownBy(() -> new Quotas(0, 0)).hasMessageContaining("mismatchLimit");
        assertThatThrownBy(() -> new Lifetimes(Duration.ZERO, ABSOLUTE)).hasMessageContaining("idle");
        assertThatThrownBy(() -> new Lifetimes(IDLE, Duration.ofSeconds(-1))).hasMessageContaining("absolute");
    }

    private static BindingSchemes schemes(byte[] key) {
        return new BindingSchemes(List.of(SecretSchemes.of(key)));
    }

    private Bindings bindings() {
        return new Bindings(schemes, LIFETIMES);
    }

    /** One process, or one map of it. */
    private final class Node {

        private final ContainerSessions container;
        private final BoundSessions bound;

        Node(Bindings map, HashingLane lane, Quotas quotas) {
            container = new ContainerSessions(map, LIFETIMES, quotas, new Origins("node"), events, clock);
            bound = new BoundSessions(container, schemes, lane, LIFETIMES, quotas, events);
        }

        Optional<LiveSession> find(FakeSession session) {
            return container.find(session).map(LiveSession.class::cast);
        }

        Optional<LiveSession> find(HttpServletRequest request) {
            return bound.find(request);
        }

        Verdict verify(LiveSession found, Secret secret, HttpServletRequest request) {
            return bound.verify(found, secret, request, BodyCheck.NONE);
        }

        void open(HttpServletRequest request, String user, Set<String> roles, Secret secret) {
            bound.open(request, user, roles, SecretSchemes.offer(KEY, secret));
        }

        void enter(Permit permit) {
            bound.enter(permit, SecretSchemes.offer(KEY, SECRET)).close();
        }

        void endExpired() {
            bound.endExpired();
        }

        void endedByContainer(String id) {
            bound.endedByContainer(id);
        }
    }

    private Node wideOn(Bindings map) {
        HashingLane wide = new HashingLane(4, 8, Duration.ofSeconds(30));
        return new Node(map, wide, new Quotas(0, 1));
    }

    private Node on(Bindings map, Quotas quotas) {
        return new Node(map, lane, quotas);
    }

    private static FakeSession open(Node sessions, String user) {
        AtomicReference<FakeSession> current = new AtomicReference<>();
        sessions.open(request(current), user, Set.of(user), SECRET);
        return current.get();
    }

    private static Verdict verify(Node sessions, FakeSession session, Secret secret) {
        Optional<LiveSession> found = sessions.find(session);
        return sessions.verify(found.orElseThrow(), secret, ANY);
    }

    /** As containers do for a session that another request is ending. */
    private static HttpServletRequest throwingOnLookUp(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public HttpSession getSession(boolean create) {
                if (!create) {
                    throw new IllegalStateException("the session is over");
                }
                return super.getSession(create);
            }
        };
    }

    private static int ids;

    /** A request that can do what a login needs of it. */
    private static HttpServletRequest request(AtomicReference<FakeSession> current) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                BoundSessionsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "getSession" -> {
                            if (current.get() == null || !current.get().isValid()) {
                                current.set((Boolean) args[0] ? new FakeSession("S" + ids++) : null);
                            }
                            return current.get();
                        }
                        case "changeSessionId" -> {
                            current.get().rename("S" + ids++);
                            return current.get().getId();
                        }
                        case "getRemoteAddr" -> {
                            return "192.0.2.1";
                        }
                        case "getAttribute" -> {
                            return null;
                        }
                        case "getHeader" -> {
                            return args[0] + " of the login";
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
