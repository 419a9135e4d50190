package org.boundsession.store;

import java.util.List;
import java.util.Optional;

/**
 * Where sessions of one application live outside the container; those of other applications are neither found nor changed.
 * Thread-safe.
 *
 * <p>Deletes win: nothing but {@link #insert} makes a session, so that a request which ends after the session's end does not
 * bring it back. Every method throws {@link StoreUnavailableException} if the store cannot be asked within its timeout,
 * and then nothing is known of what it did.
 */
public interface SessionStore extends AutoCloseable {

    /** How many expired sessions are deleted at a time. */
    int BATCH = 500;

    /**
     * The session of that key, also one that is over, until it is deleted: see {@link StoredSession#isOverAt}.
     * Not one whose data cannot be read, which is logged. One statement, one round trip, no write.
     */
    Optional<StoredSession> findById(SessionKey key);

    /**
     * Stores a new session, as version 1.
     *
     * @throws IllegalStateException if the key is taken
     */
    void insert(StoredSession session);

    /**
     * Writes attributes and idle interval of a session that is live and still of the given version, and raises the version.
     * Its grant never changes.
     *
     * @return false if it is gone or somebody else changed it: read again, and decide again
     */
    boolean update(StoredSession session);

    /**
     * Moves the time of the last access, and the expiry with it, forward; not of a session that is gone or over.
     *
     * @return whether the session lives, also if a later access was recorded already
     */
    boolean touch(StoredSession session, long accessedTime);

    /**
     * Counts a wrong secret, in one step, so that no count of another node is lost.
     *
     * @return the number of them so far; 0 if the session is gone or over
     */
    long countMismatch(SessionKey key);

    /** Ends a session. True if it was there. */
    boolean deleteById(SessionKey key);

    /**
     * Deletes a session if it is over, in one step: after that, no touch that is still under way revives it. True for the
     * one caller who deleted it.
     */
    boolean deleteIfExpired(SessionKey key);

    /** The live sessions of one user, however the name is spelled, the most recently accessed first. */
    List<StoredSession> findByPrincipal(String principal);

    /**
     * Deletes some of the sessions that are over, in small batches, leaving out what another node is deleting.
     *
     * @return those that this call deleted, at most {@link #BATCH}; fewer mean that it found no more
     */
    List<ExpiredSession> deleteExpired();

    @Override
    void close();
}
