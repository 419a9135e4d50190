/**
 * Sessions kept outside the container: the contract of a store, what it keeps, and the ids under which it does.
 *
 * <p>A store never sees a session id. Its key is SHA-256 of the id, so that what leaks from a store opens nothing. What it
 * keeps is data of known types; what it cannot read is no session. Each store has a package of its own.
 *
 * <p>Around each store there are a seal, which detects changed sessions ({@link
 * org.boundsession.store.SealedSessionStore}), and a circuit breaker, which fails fast while the store is down ({@link
 * org.boundsession.store.FailingFastSessionStore}). A session ends by a mark ({@link
 * org.boundsession.store.SessionEnds}); ends that could not be written are remembered and completed later ({@link
 * org.boundsession.store.PendingDeletes}).
 *
 * <p>{@link org.boundsession.store.StoredSessions} is what the other packages use of all this.
 */
@NullMarked
package org.boundsession.store;

import org.jspecify.annotations.NullMarked;
