/**
 * Sessions outside the container: the contract of a store, the stored data, and signed session ids.
 *
 * <p>A store never contains a session id. Its key is SHA-256 of the id, so that a leaked store does not give access to
 * sessions. It contains only data of known types; data that cannot be read is treated as no session. Each kind of
 * store has its own package.
 *
 * <p>Three decorators wrap each store: one that measures its calls, a seal, which detects tampering ({@link
 * org.boundsession.store.SealedSessionStore}), and a circuit breaker, which fails fast while the store is down ({@link
 * org.boundsession.store.FailingFastSessionStore}). A session ends by a tombstone ({@link
 * org.boundsession.store.SessionEnds}); ends that could not be written are retried later ({@link
 * org.boundsession.store.PendingDeletes}). Attributes are changed with optimistic locking.
 *
 * <p>Other packages use {@link org.boundsession.store.StoredSessions}, and {@link
 * org.boundsession.store.FailureCounters}, by which the nodes of a store count failed logins together, and {@link
 * org.boundsession.store.ProofStore}, in which they record the proofs of signed requests.
 */
@NullMarked
package org.boundsession.store;

import org.jspecify.annotations.NullMarked;
