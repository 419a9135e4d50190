package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.boundsession.session.SessionEvents;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.FailingFastSessionStore;
import org.boundsession.store.SessionEnds;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class CleanupTest {

    private static final Logger LOG = Logger.getLogger(Cleanup.class.getName());

    private static final SessionEvents NOBODY = new SessionEvents() {};

    private final Recorded recorded = new Recorded();

    @Test
    void saysInOneLineThatTheStoreCannotBeCleanedUp() {
        LOG.addHandler(recorded);
        try {
            run(new FailingFastSessionStore(refusing(), NOBODY, Clock.systemUTC()));
        } finally {
            LOG.removeHandler(recorded);
        }

        assertThat(recorded.records).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
            assertThat(line.getThrown()).isNull();
        });
    }

    private final List<String> calls = new CopyOnWriteArrayList<>();

    private SessionStore withBatches(int batches) {
        return (SessionStore) Proxy.newProxyInstance(
                CleanupTest.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> {
                    calls.add(method.getName());
                    return switch (method.getName()) {
                        case "findExpired" -> batch(Collections.frequency(calls, "findExpired") <= batches);
                        case "endExpired" -> args[0];
                        case "probe" -> throw StoreUnavailableException.unreachable("down by the test", null);
                        default -> null;
                    };
                });
    }

    private static List<ExpiredSession> batch(boolean full) {
        ExpiredSession unreadable = new ExpiredSession("0".repeat(64), Optional.empty());
        return Collections.nCopies(full ? SessionStore.BATCH : 1, unreadable);
    }

    private static void run(FailingFastSessionStore store) {
        // So that the round does not wait at its begin.
        LockSupport.unpark(Thread.currentThread());
        new Cleanup(store, new SessionEnds(store, NOBODY, Clock.systemUTC())).run();
    }

    @Test
    void endsBatchesUntilOneIsNotFull() {
        run(new FailingFastSessionStore(withBatches(2), NOBODY, Clock.systemUTC()));

        assertThat(calls)
                .containsExactlyElementsOf(
                        Collections.nCopies(3, List.of("findExpired", "endExpired", "deleteEnded")).stream()
                                .flatMap(List::stream)
                                .toList());
    }

    @Test
    void leavesTheRestToLaterRuns() {
        run(new FailingFastSessionStore(withBatches(Integer.MAX_VALUE), NOBODY, Clock.systemUTC()));

        assertThat(Collections.frequency(calls, "findExpired")).isEqualTo(100);
    }

    @Test
    void asksNothingOfAStoreThatIsDown() {
        FailingFastSessionStore store = new FailingFastSessionStore(withBatches(1), NOBODY, Clock.systemUTC());
        store.check();
        LOG.addHandler(recorded);
        try {
            run(store);
        } finally {
            LOG.removeHandler(recorded);
        }

        assertThat(calls).containsExactly("probe");
        assertThat(recorded.records).as("the outage is told elsewhere").isEmpty();
    }

    @Test
    void endsNothingBeforeSessionsThatTheStoreCouldNotRecordWereUsedAgain() {
        AtomicBoolean full = new AtomicBoolean(true);
        FailingFastSessionStore store = new FailingFastSessionStore(fullWhile(full), NOBODY, Clock.systemUTC());
        Cleanup cleanup = new Cleanup(store, new SessionEnds(store, NOBODY, Clock.systemUTC()));
        List<Integer> searches = new ArrayList<>();

        for (boolean isFull : new boolean[] {true, false, false}) {
            full.set(isFull);
            store.check();
            LockSupport.unpark(Thread.currentThread());
            cleanup.run();
            searches.add(Collections.frequency(calls, "findExpired"));
        }

        assertThat(searches).containsExactly(0, 0, 1);
    }

    private SessionStore fullWhile(AtomicBoolean full) {
        return (SessionStore) Proxy.newProxyInstance(
                CleanupTest.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> {
                    calls.add(method.getName());
                    if (full.get()) {
                        throw StoreUnavailableException.failed("full by the test", null);
                    }
                    return method.getName().equals("probe") ? (Object) 0L : List.of();
                });
    }

    @Test
    void asksNothingOnceTheApplicationStops() {
        FailingFastSessionStore store = new FailingFastSessionStore(withBatches(1), NOBODY, Clock.systemUTC());
        Thread.currentThread().interrupt();

        run(store);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).isEmpty();
    }

    private static SessionStore refusing() {
        return (SessionStore) Proxy.newProxyInstance(
                CleanupTest.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> {
                    throw StoreUnavailableException.unreachable("unreachable by the test", null);
                });
    }

    private static final class Recorded extends Handler {

        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
