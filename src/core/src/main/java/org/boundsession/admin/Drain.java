package org.boundsession.admin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Whether this node is draining: it serves everything, but asks load balancers by its readiness to send requests
 * elsewhere, because it is about to stop. Thread-safe.
 */
public final class Drain {

    private static final Logger LOG = System.getLogger(Drain.class.getName());

    private boolean draining;

    public synchronized boolean isDraining() {
        return draining;
    }

    /** Begins to drain. Idempotent. */
    public void begin() {
        set(true, "This node drains: it serves requests, and /health/ready answers 503");
    }

    /** Ends draining. Idempotent. */
    public void end() {
        set(false, "This node does not drain any longer");
    }

    private synchronized void set(boolean value, String message) {
        if (draining != value) {
            draining = value;
            LOG.log(Level.INFO, message);
        }
    }
}
