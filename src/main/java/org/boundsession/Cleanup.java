package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.binding.EndCause;
import org.boundsession.binding.SessionEvents;
import org.boundsession.store.ExpiredSession;
import org.boundsession.store.FailingFastSessionStore;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreUnavailableException;
import org.boundsession.store.StoredSession;

/** One round of deleting expired sessions from the store, in batches, a little later or earlier on each node. */
final class Cleanup implements Periodically.Task {

    private static final Logger LOG = System.getLogger(Cleanup.class.getName());
    private static final int MAX_BATCHES = 100;
    private static final long MAX_JITTER = Duration.ofSeconds(10).toNanos();

    private final FailingFastSessionStore store;
    private final SessionEvents events;

    Cleanup(FailingFastSessionStore store, SessionEvents events) {
        this.store = store;
        this.events = events;
    }

    @Override
    public void run() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_JITTER));
        if (!store.isUp() || Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            deleteExpired();
        } catch (StoreUnavailableException later) {
            // An outage has its own log entry, and a clean-up that failed has a next round: no stack trace.
            LOG.log(Level.WARNING, "Expired sessions are deleted in a later round because {0}", later.getMessage());
        }
    }

    private void deleteExpired() {
        int deleted = SessionStore.BATCH;
        for (int i = 0; i < MAX_BATCHES && deleted == SessionStore.BATCH; i++) {
            List<ExpiredSession> batch = store.deleteExpired();
            batch.forEach(expired -> expired.session().ifPresent(this::ended));
            deleted = batch.size();
        }
    }

    /** What was no session for any node has no end either. */
    private void ended(StoredSession session) {
        events.ended(session.key().hex(), session.principal(), EndCause.EXPIRED);
    }
}
