package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.boundsession.session.SessionEvents;
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
            // So that the round does not wait at its begin.
            LockSupport.unpark(Thread.currentThread());
            FailingFastSessionStore store = new FailingFastSessionStore(refusing(), NOBODY);
            new Cleanup(store, new SessionEnds(store, NOBODY, Clock.systemUTC())).run();
        } finally {
            LOG.removeHandler(recorded);
        }

        assertThat(recorded.records).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
            assertThat(line.getThrown()).isNull();
        });
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
