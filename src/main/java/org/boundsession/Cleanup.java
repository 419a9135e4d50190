package org.boundsession;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.audit.AuditEvent;
import org.boundsession.audit.AuditEvent.Kind;
import org.boundsession.audit.AuditLog;
import org.boundsession.store.FailingFastSessionStore;
import org.boundsession.store.SessionStore;

/** One round of deleting expired sessions from the store, in batches, a little later or earlier on each node. */
final class Cleanup implements Periodically.Task {

    private static final int MOST_BATCHES = 100;
    private static final long LONGEST_JITTER = Duration.ofSeconds(10).toNanos();

    private final FailingFastSessionStore store;
    private final AuditLog audit;

    Cleanup(FailingFastSessionStore store, AuditLog audit) {
        this.store = store;
        this.audit = audit;
    }

    @Override
    public void run() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_JITTER));
        if (!store.isUp() || Thread.currentThread().isInterrupted()) {
            return;
        }
        int all = 0;
        int batch = SessionStore.BATCH;
        for (int i = 0; i < MOST_BATCHES && batch == SessionStore.BATCH; i++) {
            batch = store.deleteExpired();
            all += batch;
        }
        if (all > 0) {
            audit.write(new AuditEvent(Kind.SESSION_EXPIRED, null, null, null, all + " sessions left the store"));
        }
    }
}
