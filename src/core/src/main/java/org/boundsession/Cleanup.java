package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.boundsession.store.FailingFastSessionStore;
import org.boundsession.store.SessionEnds;
import org.boundsession.store.StoreUnavailableException;

/**
 * Ends expired sessions in the store, in batches. Each run starts after a random delay (jitter), so that the nodes do
 * not run simultaneously.
 *
 * <p>While the store could not be written, it recorded no access. The first run afterwards is skipped, so that sessions
 * that were used meanwhile are not ended as expired before their next request.
 */
final class Cleanup implements Periodically.Task {

    private static final Logger LOG = System.getLogger(Cleanup.class.getName());
    private static final int MAX_BATCHES = 100;
    private static final long MAX_JITTER = Duration.ofSeconds(10).toNanos();

    private final FailingFastSessionStore store;
    private final SessionEnds ends;
    private boolean missedAccesses;

    Cleanup(FailingFastSessionStore store, SessionEnds ends) {
        this.store = store;
        this.ends = ends;
    }

    @Override
    public void run() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_JITTER));
        if (isToSkip() || Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            endExpired();
        } catch (StoreUnavailableException later) {
            // No stack trace: the circuit breaker logs an outage, and the next run retries.
            LOG.log(
                    Level.WARNING,
                    "Expired sessions could not be deleted, because {0}. The next run retries",
                    later.getMessage());
        }
    }

    private boolean isToSkip() {
        boolean ready = store.isReady();
        boolean skipped = !ready || missedAccesses;
        missedAccesses = !ready;
        return skipped;
    }

    private void endExpired() {
        boolean more = true;
        for (int i = 0; i < MAX_BATCHES && more; i++) {
            more = ends.endExpired();
        }
    }
}
