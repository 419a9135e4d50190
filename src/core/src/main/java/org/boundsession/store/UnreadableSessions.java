package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.boundsession.concurrent.OnceAMinute;

/** Logs that a stored session could not be read, at most once a minute and without its data. Thread-safe. */
public final class UnreadableSessions {

    private static final Logger LOG = System.getLogger(UnreadableSessions.class.getName());

    private final OnceAMinute warning = new OnceAMinute();

    public void found() {
        if (warning.isDue()) {
            LOG.log(Level.WARNING, "A stored session is rejected because its data cannot be read");
        }
    }
}
