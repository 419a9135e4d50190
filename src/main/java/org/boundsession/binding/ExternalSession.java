package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;

/**
 * A session that lives outside the container, of which this object is one request's view. Until it is persisted it is only
 * that; from then on each change is written at once.
 */
public interface ExternalSession extends HttpSession {

    /** Stores the session with what it holds by now, and has its cookie sent. Once. */
    void persist();

    /** Lets this request go without the session, which lives on: the next one that the request asks for is a new one. */
    void release();

    /** Adds one to an attribute that is a Long, in one step, so that no concurrent count is lost, and returns the count. */
    long increment(String attribute);

    /**
     * Records a proof in the store, which moves the expiry forward. If the store refuses the write, it is enough that the
     * recorded time is hardly older and that the session lives.
     *
     * @param time epoch milliseconds
     * @param toleratedMillis how much older than {@code time} the recorded time may be if the store refuses the write
     * @return false if the session is over
     */
    boolean touch(long time, long toleratedMillis);

    /**
     * Ends it in the store, for everyone.
     *
     * @throws IllegalStateException if it was over already
     */
    @Override
    void invalidate();

    /**
     * Ends it on this node at once, and in the store now or as soon as the store can be written. Does not fail.
     *
     * @return false if it was over already
     */
    boolean destroy();

    /**
     * Ends the least recently used of the older sessions of this session's user, on any node, until
     * so many are left. This one and those opened after it stay.
     *
     * @return false if so many were opened after this one, or one of them has ended it: it is to be destroyed
     */
    boolean endOlderOver(int sessionsPerUser);
}
