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

    /** Adds one to an attribute that is a Long, in one step whoever else does so meanwhile, and returns the count. */
    long increment(String attribute);

    /**
     * Ends it in the store, for whoever asks.
     *
     * @throws IllegalStateException where it was over already, by anybody's doing
     */
    @Override
    void invalidate();

    /**
     * Ends the least recently used sessions of this session's user, on whatever node they were opened, until so many are
     * left.
     */
    void endOthersOver(int sessionsPerUser);
}
