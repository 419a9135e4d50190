package org.boundsession.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** Says that a stored session could not be read, once a minute at most, and nothing of what it holds. Thread-safe. */
public final class UnreadableSessions {

    private static final Logger LOG = System.getLogger(UnreadableSessions.class.getName());
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final AtomicLong last = new AtomicLong(System.nanoTime() - MINUTE_NANOS);

    public void found() {
        long before = last.get();
        long now = System.nanoTime();
        if (now - before >= MINUTE_NANOS && last.compareAndSet(before, now)) {
            LOG.log(Level.WARNING, "A stored session could not be read and is taken for none");
        }
    }
}
