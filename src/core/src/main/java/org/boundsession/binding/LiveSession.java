package org.boundsession.binding;

import org.boundsession.session.BoundSession;
import org.boundsession.session.EndCause;

/**
 * A live bound session as one request found it, in the container or in a store. Thread-safe for the threads of one
 * request.
 *
 * <p>Finding a session does not authenticate the request: {@link BoundSessions#verify} checks the evidence.
 */
public interface LiveSession {

    /** Returns this node's in-memory state of the session. */
    Binding binding();

    /**
     * Returns whether the caller must set the cookie of a session that was just opened; otherwise the container sets
     * it.
     */
    boolean needsCookie();

    default BoundSession session() {
        return binding().session();
    }

    /** Returns this session for a request that ends it and therefore records no proof. */
    default LiveSession ending() {
        return new EndingSession(this);
    }

    /**
     * Records a proof before the request is answered, so that the session lives for its idle time from then on, on
     * every node.
     *
     * @param waited whether the caller has waited since it found the session; if so, this method checks again that the
     *     session is live
     * @return false if the session has ended; then nothing was recorded
     */
    boolean recordProof(boolean waited);

    /**
     * Counts a mismatch for all nodes, atomically if the store supports it, so that no concurrent count is lost.
     *
     * @return the number of mismatches so far; 0 if the session has ended
     */
    long countMismatch();

    /**
     * Ends the session on all nodes. If it throws, the caller must assume that the session is still live.
     *
     * @return whether this call ended it
     */
    boolean end(EndCause cause);

    /**
     * Ends the session whose {@link Binding} the caller has ended: on this node immediately, on others as soon as the
     * store can be written. Does not fail.
     *
     * @return false if the session had ended before
     */
    boolean destroy(EndCause cause);
}
