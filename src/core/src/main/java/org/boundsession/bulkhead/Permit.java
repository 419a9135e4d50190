package org.boundsession.bulkhead;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A permit of a {@link FairBulkhead}, held by one request from the beginning of its work to the end. The bulkhead may
 * revoke it in favour of a caller whose group holds fewer permits. This ends the wait of its holder, but does not
 * interrupt work that has begun. Thread-safe.
 */
public final class Permit implements AutoCloseable {

    private final FairBulkhead bulkhead;
    private final Caller caller;
    private @Nullable CountDownLatch awaited;
    private boolean revoked;

    Permit(FairBulkhead bulkhead, Caller caller) {
        this.bulkhead = bulkhead;
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    /**
     * Waits for the event. Returns false if it did not happen in time, the permit is revoked or the thread is
     * interrupted.
     */
    public boolean await(CountDownLatch event, long nanos) {
        if (!begin(event)) {
            return false;
        }
        try {
            return event.await(nanos, TimeUnit.NANOSECONDS) && !isRevoked();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean begin(CountDownLatch event) {
        awaited = event;
        return !revoked;
    }

    private synchronized boolean isRevoked() {
        return revoked;
    }

    /** Revokes the permit and wakes up its holder, whose latch must not be shared with other callers. */
    synchronized void revoke() {
        revoked = true;
        if (awaited != null) {
            awaited.countDown();
        }
    }

    @Override
    public void close() {
        bulkhead.release(this);
    }
}
