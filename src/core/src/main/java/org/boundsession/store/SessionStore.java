package org.boundsession.store;

import java.util.List;
import java.util.Optional;

/**
 * Where sessions of one application live outside the container; those of other applications are neither found nor changed.
 * Thread-safe.
 *
 * <p>Deletes win: nothing but {@link #insert} makes a session, so that a request which ends after the session's end does not
 * bring it back. A session ends by a mark with the {@link EndToken} of the one attempt that ended it; from then on it is
 * absent for all but {@link #endState}, and {@link #deleteEnded} removes what is left. Every method throws {@link StoreUnavailableException} if the store cannot be asked within its timeout,
 * and then nothing is known of what it did.
 */
public interface SessionStore extends AutoCloseable {

    /** How many expired sessions are ended at a time. */
    int BATCH = 500;

    /** For how long a mark is kept that nobody deletes: longer than most outages, after which it is asked for. */
    long MARK_MILLIS = 3_600_000;

    /**
     * The session of that key, also one that has expired, until it is ended: see {@link StoredSession#isOverAt}.
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

    /** Deletes a session of which nobody was told, so that its end is no event. False if it is absent. */
    boolean deleteById(SessionKey key);

    /**
     * Ends a session. Idempotent for one token, until what is left is deleted.
     *
     * @return whether it was this token that ended it, by this call or an earlier one
     */
    boolean end(SessionKey key, EndToken token);

    /** As {@link #end} if the session has expired, in one step: after that, no touch that is still under way revives it. */
    boolean endIfExpired(SessionKey key, EndToken token);

    /** What became of an attempt to end a session, for a caller who was not answered. No write. */
    EndState endState(SessionKey key, EndToken token);

    /** The live sessions of one user, however the name is spelled, the most recently accessed first. */
    List<StoredSession> findByPrincipal(String principal);

    /**
     * Some of the sessions that have expired, leaving out what another node is ending, and what is left of sessions that
     * ended long ago.
     *
     * @return at most {@link #BATCH}; fewer mean that there are no more
     */
    List<ExpiredSession> findExpired();

    /** As {@link #endIfExpired} for each, and returns those that this token ended. If it is refused, none was ended. */
    List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token);

    /**
     * Deletes what is left of sessions that this token ended.
     *
     * @param keys as the store has them
     */
    void deleteEnded(List<String> keys, EndToken token);

    @Override
    void close();
}
