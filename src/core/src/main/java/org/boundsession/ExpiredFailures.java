package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.StoreUnavailableException;

/** Deletes shared counters of failed logins after their window. If a run fails, the next one deletes them. */
final class ExpiredFailures implements Periodically.Task {

    private static final Logger LOG = System.getLogger(ExpiredFailures.class.getName());

    private final FailureCounters counters;
    private final BooleanSupplier storeIsUp;

    ExpiredFailures(FailureCounters counters, BooleanSupplier storeIsUp) {
        this.counters = counters;
        this.storeIsUp = storeIsUp;
    }

    @Override
    public void run() {
        if (!storeIsUp.getAsBoolean()) {
            return;
        }
        try {
            counters.deleteExpired();
        } catch (StoreUnavailableException later) {
            LOG.log(Level.DEBUG, "Expired counters were not deleted, because {0}", later.getMessage());
        }
    }
}
