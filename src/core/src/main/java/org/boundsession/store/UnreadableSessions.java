package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.boundsession.binding.OnceAMinute;

/** Says that a stored session could not be read, once a minute at most, and nothing of what it holds. Thread-safe. */
public final class UnreadableSessions {

    private static final Logger LOG = System.getLogger(UnreadableSessions.class.getName());

    private final OnceAMinute warning = new OnceAMinute();

    public void found() {
        if (warning.isDue()) {
            LOG.log(Level.WARNING, "A stored session could not be read and is taken for none");
        }
    }
}
