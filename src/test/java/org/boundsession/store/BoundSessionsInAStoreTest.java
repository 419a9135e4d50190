package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.boundsession.binding.BoundSession;
import org.boundsession.binding.BoundSessions;
import org.boundsession.binding.HashingLane;
import org.boundsession.binding.Lifetimes;
import org.boundsession.binding.Quotas;
import org.boundsession.binding.Secret;
import org.boundsession.binding.SecretHasher;
import org.boundsession.binding.SecretHashes;
import org.boundsession.binding.SessionObserver;
import org.boundsession.binding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes on one store that is refused, hangs or changes at the worst moment. */
@Timeout(60)
class BoundSessionsInAStoreTest {

    private static final List<byte[]> KEYS =
            List.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final Secret SECRET = Secret.of("the-client-holds-this".getBytes(StandardCharsets.UTF_8));
    private static final Secret OTHER = Secret.of("somebody-else-guesses".getBytes(StandardCharsets.UTF_8));
    private static final Duration IDLE = Duration.ofSeconds(150);
    private static final SignedIds IDS = new SignedIds(KEYS);

    private final MovableClock clock = new MovableClock();
    private final MeddledSessionStore store = new MeddledSessionStore(new MapSessionStore(clock));
    private final Node node = new Node(new Quotas(0, 1));

    @Test
    void acknowledgesNoEndThatTheStoreDidNot() throws Exception {
        Call login = node.login("alice");
        CountDownLatch deleting = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        store.beforeDelete = () -> {
            deleting.countDown();
            await(failed);
            MeddledSessionStore.fail();
        };
        BoundSession first = node.call(login.id()).found();
        BoundSession second = node.call(login.id()).found();

        CompletableFuture<Void> logout = CompletableFuture.runAsync(() -> node.sessions.end(first));
        deleting.await();
        store.beforeDelete = MeddledSessionStore::fail;

        assertThatThrownBy(() -> node.sessions.end(second)).isInstanceOf(StoreUnavailableException.class);
        failed.countDown();
        assertThat(logout).failsWithin(Duration.ofSeconds(30));
        assertThat(node.verify(login.id(), SECRET)).contains(Verdict.VALID);
    }

    @Test
    void servesWhoFindsTheSessionWhileItsEndHangs() throws Exception {
        Call login = node.login("alice");
        CountDownLatch deleting = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        store.beforeDelete = () -> {
            deleting.countDown();
            await(failed);
            MeddledSessionStore.hang();
        };
        BoundSession toEnd = node.call(login.id()).found();

        CompletableFuture<Void> logout = CompletableFuture.runAsync(() -> node.sessions.end(toEnd));
        deleting.await();
        Optional<Verdict> meanwhile = node.verify(login.id(), SECRET);
        failed.countDown();

        assertThat(meanwhile).contains(Verdict.VALID);
        assertThat(logout).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void endsSessionForEveryoneWhoAsksTheStore() {
        Call login = node.login("alice");
        BoundSession first = node.call(login.id()).found();
        BoundSession second = node.call(login.id()).found();

        node.sessions.end(first);
        node.sessions.end(second);

        assertThat(node.verify(login.id(), SECRET)).isEmpty();
    }

    @Test
    void keepsTheOldSessionWhereTheNewOneCannotBeStored() {
        Call alice = node.login("alice");
        store.beforeInsert = MeddledSessionStore::fail;

        assertThatThrownBy(() -> node.call(alice.id()).login("bob")).isInstanceOf(StoreUnavailableException.class);

        assertThat(node.verify(alice.id(), SECRET)).contains(Verdict.VALID);
        assertThat(store.findByPrincipal("bob")).isEmpty();
    }

    @Test
    void keepsTheOldSessionAloneWhereItCannotBeEnded() {
        Call alice = node.login("alice");
        store.beforeDelete = once(MeddledSessionStore::fail);

        assertThatThrownBy(() -> node.call(alice.id()).login("bob")).isInstanceOf(StoreUnavailableException.class);

        assertThat(node.verify(alice.id(), SECRET)).contains(Verdict.VALID);
        assertThat(store.findByPrincipal("bob")).isEmpty();
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

        // At 15.001 s at the earliest, so each sixteenth second: 16, 32, 48, 64, 80, 96.
        assertThat(store.touches).hasSize(6);
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
    void keepsTheStoreUpWhereOnlyItsCleanUpFails() {
        store.beforeDelete = MeddledSessionStore::hang;

        assertThatThrownBy(node.store::deleteExpired).isInstanceOf(StoreUnavailableException.class);

        assertThat(node.store.isUp()).isTrue();
    }

    @Test
    void probesAtOnceWhenTheStoreGoesDown() throws Exception {
        Call login = node.login("alice");
        CompletableFuture<Void> probe = CompletableFuture.runAsync(() -> {
            try {
                node.store.probeOnceDown(Duration.ofDays(1));
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

        node.store.probeOnceDown(Duration.ofMillis(1));

        assertThat(node.store.isUp()).isFalse();
    }

    @Test
    void takesNoInterruptedProbeForAnOutage() {
        store.beforeFind = () -> {
            Thread.currentThread().interrupt();
            MeddledSessionStore.hang();
        };

        node.store.probe();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(node.store.isUp()).isTrue();
    }

    @Test
    void staysDownWhileTheStoreAnswersNothing() throws Exception {
        store.beforeFind = MeddledSessionStore::hang;

        node.store.probe();
        node.store.probe();
        boolean meanwhile = node.store.isUp();
        store.beforeFind = () -> {};
        node.store.probe();

        assertThat(meanwhile).isFalse();
        assertThat(node.store.isUp()).isTrue();
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

    /** One process: its own bindings and its own view of whether the store is up. */
    private final class Node {

        private final FailingFastSessionStore store =
                new FailingFastSessionStore(BoundSessionsInAStoreTest.this.store, new Silent());
        private final StoredSessions stored = new StoredSessions(store, IDS, context(), (key, user) -> {}, clock);
        private final BoundSessions sessions;

        Node(Quotas quotas) {
            sessions = new BoundSessions(
                    new SecretHasher(KEYS, 10),
                    new SecretHashes(),
                    new HashingLane(2, 8, Duration.ofSeconds(30)),
                    new Lifetimes(IDLE, Duration.ofSeconds(3600)),
                    quotas,
                    new SilentObserver(),
                    clock);
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
            return call(id).find().map(found -> sessions.verify(found, secret));
        }
    }

    /** One request at a node, with what a login needs of it. */
    private static final class Call {

        private final Node node;
        private String id;
        private StoredHttpSession session;

        Call(Node node, String id) {
            this.node = node;
            this.id = id;
        }

        String id() {
            return id;
        }

        Optional<BoundSession> find() {
            return node.sessions.find(request());
        }

        BoundSession found() {
            return find().orElseThrow();
        }

        void login(String user) {
            node.sessions.open(request(), user, Set.of(user), SECRET);
        }

        private StoredHttpSession session(boolean create) {
            if (session == null && id != null) {
                session = node.stored.findById(id).orElse(null);
            }
            if (session != null && session.isValid()) {
                return session;
            }
            session = create ? node.stored.create(issued -> id = issued) : null;
            return session;
        }

        private HttpServletRequest request() {
            return (HttpServletRequest) Proxy.newProxyInstance(
                    Call.class.getClassLoader(),
                    new Class<?>[] {HttpServletRequest.class},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "getSession" -> session((Boolean) args[0]);
                        case "changeSessionId" -> session.rename();
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }

    private static ServletContext context() {
        return (ServletContext) Proxy.newProxyInstance(
                BoundSessionsInAStoreTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final class Silent implements FailingFastSessionStore.Listener {
        @Override
        public void storeIsDown(StoreUnavailableException reason) {}

        @Override
        public void storeIsUp() {}

        @Override
        public void storeRefused(StoreUnavailableException reason) {}
    }

    private static final class SilentObserver implements SessionObserver {
        @Override
        public void expired(String sessionId, String user) {}

        @Override
        public void displaced(String sessionId, String user) {}
    }
}
