package org.boundsession.store;

import java.util.List;
import java.util.Optional;
import org.boundsession.session.SessionQuery;

/**
 * Stores the sessions of one application outside the container. Sessions of other applications are neither found nor
 * changed. Thread-safe.
 *
 * <p>Only {@link #insert} creates a session, so that a late update or touch never revives a deleted one. Ending a
 * session replaces it by a tombstone with the {@link EndToken} of the attempt that ended it. From then on the session
 * is absent for all methods but {@link #endState}, and {@link #deleteEnded} removes the tombstone. Every method throws
 * {@link StoreUnavailableException} if the store does not respond within its timeout or refuses the call; without a
 * response, the outcome is not known.
 */
public interface SessionStore extends AutoCloseable {

    /** The maximum number of expired sessions in one batch. */
    int BATCH = 500;

    /**
     * Time to live of a tombstone, in milliseconds, unless it is deleted before: longer than most outages, after which
     * a caller asks for the outcome.
     */
    long MARK_MILLIS = 3_600_000;

    /**
     * Finds the session with this key, also if it has expired but not been ended: see {@link StoredSession#isOverAt}.
     * A session whose data cannot be read is logged and treated as absent. Takes one round trip and does not write.
     */
    Optional<StoredSession> findById(SessionKey key);

    /**
     * Stores a new session, with version 1.
     *
     * @throws IllegalStateException if the key exists already
     */
    void insert(StoredSession session);

    /**
     * Writes the attributes and idle timeout of a live session with optimistic locking: only if the stored version
     * equals the given one, which is then incremented. The grant never changes.
     *
     * @return false if the session is gone, expired or changed concurrently; the caller reads it again and retries
     */
    boolean update(StoredSession session);

    /**
     * Moves the last access of a live session, and thereby its expiry, forward, never backward. Does not change the
     * version.
     *
     * @param session the session as the caller knows it; if its last access keeps it live, it is live, although the
     *     store may have refused to record that access
     * @return whether the session is live, also if a later access was recorded before
     */
    boolean touch(StoredSession session, long accessedTime);

    /**
     * Counts a mismatch atomically, so that no concurrent count of another node is lost.
     *
     * @return the number of mismatches so far; 0 if the session is gone or has expired
     */
    long countMismatch(SessionKey key);

    /**
     * Deletes a session without a tombstone, because no client knows it and its end is not reported. Returns false if
     * it is absent.
     */
    boolean deleteById(SessionKey key);

    /**
     * Ends a session. Idempotent for the same token, as long as the tombstone exists.
     *
     * @return whether this token ended the session, by this call or an earlier one
     */
    boolean end(SessionKey key, EndToken token);

    /**
     * As {@link #end}, if the session has expired. Atomic, so that a concurrent touch either keeps the session live or
     * has no effect.
     */
    boolean endIfExpired(SessionKey key, EndToken token);

    /** Returns the outcome of an attempt to end a session, for a caller that received no response. Does not write. */
    EndState endState(SessionKey key, EndToken token);

    /**
     * Finds live sessions of one user by the canonical spelling of the name, the most recently accessed first. If the
     * user has more than {@code limit}, these are the ones that end last. The cost is that of {@code limit} sessions.
     */
    List<StoredSession> findByPrincipal(String principal, int limit);

    /**
     * Finds one page of live sessions, those that end last first, see {@link SessionQuery} (keyset pagination). A
     * session that is live all the time is on exactly one of the pages, each of which starts where the one before
     * ended. The cost is that of {@code limit} sessions, independent of the number of stored ones.
     *
     * @throws StoreUnavailableException also if a part of the sessions cannot be reached
     */
    StoredPage list(SessionQuery query);

    /**
     * Finds a batch of sessions that have expired, without those that another node is ending, and of tombstones whose
     * time to live is over.
     *
     * @return at most {@link #BATCH} entries; fewer if there are no more
     */
    List<ExpiredSession> findExpired();

    /**
     * As {@link #endIfExpired} for each, and returns those that this token ended. If the store refuses the call, none
     * was ended.
     */
    List<ExpiredSession> endExpired(List<ExpiredSession> found, EndToken token);

    /**
     * Deletes the tombstones of sessions that this token ended.
     *
     * @param keys the keys as stored
     */
    void deleteEnded(List<String> keys, EndToken token);

    /** Returns counters of failed logins that all nodes share; empty if this store has none. */
    default Optional<FailureCounters> failureCounters() {
        return Optional.empty();
    }

    /** Returns the proofs of signed requests that all nodes share; empty if this store has none. */
    default Optional<ProofStore> proofs() {
        return Optional.empty();
    }

    /**
     * Checks that sessions can be read and written, and leaves nothing behind.
     *
     * @return the time by the clock of the store, in epoch milliseconds
     * @throws StoreUnavailableException if not; it is not unreachable if the store responds, but refuses a write
     */
    long probe();

    @Override
    void close();
}
