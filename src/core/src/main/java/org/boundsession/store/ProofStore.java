package org.boundsession.store;

/**
 * Records the proofs of signed requests for all nodes of one application, so that a captured request cannot be replayed
 * at another node. Thread-safe.
 *
 * <p>Only proofs that a node has verified are recorded, so that nobody without a key can fill the store. Proofs of
 * other applications are neither found nor changed.
 */
public interface ProofStore {

    /**
     * Time for which a proof is kept beyond its time to live, in milliseconds. Clocks of nodes that differ by less let
     * no proof pass twice: a node whose clock is slow accepts a proof longer than the node that has recorded it.
     */
    long MARGIN_MILLIS = 60_000;

    /**
     * Records a proof, atomically and in one round trip. A proof that cannot be recorded must not be accepted.
     *
     * @param proof 22 base64url characters, which differ in upper and lower case
     * @param ttlMillis how long it can be accepted at most, from now, in milliseconds
     * @return true for exactly one of all calls with this proof, at any node, until the time to live ends; after that, a
     *     proof may be true again or still false
     * @throws StoreUnavailableException if the store does not respond within its timeout or refuses the call; without a
     *     response, the proof may have been recorded, and the client has to sign again
     */
    boolean record(String proof, long ttlMillis);

    /**
     * Deletes proofs after their time to live and the margin, in bounded batches, unless the store does so itself. May
     * leave some to the next call.
     *
     * @throws StoreUnavailableException if the store does not respond or refuses the call; the next call deletes them
     */
    default void removeExpired() {}
}
