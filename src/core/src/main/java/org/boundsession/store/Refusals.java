package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.boundsession.concurrent.OnceAMinute;

/**
 * Logs, at most once a minute, that a store that is up refused a call, for example because it is full or a privilege is
 * missing. Thread-safe.
 */
final class Refusals {

    private static final Logger LOG = System.getLogger(Refusals.class.getName());

    private final String consequence;
    private final OnceAMinute limit = new OnceAMinute();

    /** @param consequence what the refusal leads to; {0} stands for its reason */
    Refusals(String consequence) {
        this.consequence = consequence;
    }

    /** The cause is not logged, because a database's message may quote a row. */
    void log(StoreUnavailableException reason) {
        if (limit.isDue()) {
            LOG.log(Level.WARNING, consequence, reason.getMessage());
        }
    }
}
