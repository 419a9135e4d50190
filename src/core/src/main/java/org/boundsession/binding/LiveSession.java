package org.boundsession.binding;

/**
 * A live bound session as one request found it, wherever it lives. Thread-safe for the threads of one request.
 *
 * <p>That it was found says nothing about the evidence of the request: ask {@link BoundSessions#verify}.
 */
public interface LiveSession {

    /** What this node holds of it. */
    Binding binding();

    /** Whether it is ours to send the cookie of a session that was just opened; else the container does. */
    boolean needsCookie();

    default BoundSession session() {
        return binding().session();
    }

    /**
     * Records a proof, before it is acknowledged, so that the session lives for its idle time from then on, whichever node
     * is asked.
     *
     * @param waited whether the caller has waited since it found the session: then it is asked again whether it lives
     * @return false if the session is over, and nothing was recorded
     */
    boolean recordProof(boolean waited);

    /**
     * Counts a mismatch for all nodes, in one step if the store can, so that no concurrent count is lost.
     *
     * @return the number of mismatches so far; 0 if the session is over
     */
    long countMismatch();

    /**
     * Ends it everywhere, or throws and leaves it as it is.
     *
     * @return whether this call ended it
     */
    boolean end(EndCause cause);

    /**
     * Ends the session whose {@link Binding} the caller has ended: on this node at once, elsewhere as soon as the store allows
     * it. Does not fail.
     *
     * @return false if it was over already
     */
    boolean destroy(EndCause cause);
}
