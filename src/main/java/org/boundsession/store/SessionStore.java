package org.boundsession.store;

import java.util.List;
import java.util.Optional;

/**
 * Where sessions live outside the container. Thread-safe.
 *
 * <p>Deletes win: nothing but {@link #insert} makes a session, so that a request which ends after the session's end does not
 * bring it back. Every method throws {@link StoreUnavailableException} where the store cannot be asked within its timeout,
 * and then nothing is known of what it did.
 */
public interface SessionStore extends AutoCloseable {

    /** How many expired sessions are deleted at a time. */
    int BATCH = 500;

    /**
     * The live session of that key: not one that is idle too long or past its absolute end, and not one whose data cannot be
     * read, which is logged. One statement, one round trip, no write.
     */
    Optional<StoredSession> findById(SessionKey key);

    /**
     * Stores a new session, as version 1.
     *
     * @throws IllegalStateException where the key is taken
     */
    void insert(StoredSession session);

    /**
     * Writes principal and attributes of a session that is live and still of the given version, and raises the version.
     *
     * @return false where it is gone or somebody else changed it: read again, and decide again
     */
    boolean update(StoredSession session);

    /** Moves the time of the last access, and the expiry with it, forward; not of a session that is gone or over. */
    void touch(StoredSession session, long accessedTime);

    /** Ends a session. True where it was there. */
    boolean deleteById(SessionKey key);

    /** The live sessions of one principal, the most recently accessed first. */
    List<StoredSession> findByPrincipal(String principal);

    /**
     * Deletes some of the sessions that are over, in small batches, leaving out what another node is deleting. Where the store
     * does that by itself, nothing.
     *
     * @return how many it deleted, at most {@link #BATCH}; fewer means that it found no more
     */
    int deleteExpired();

    @Override
    void close();
}
