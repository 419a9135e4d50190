/**
 * What makes a session bound: the hash of session id and secret, where it is kept, and the question whether a request
 * proves possession of what a session is bound to.
 *
 * <p>{@link org.boundsession.binding.BoundSessions} is the door. Behind it, {@link org.boundsession.binding.SecretHasher}
 * computes, {@link org.boundsession.binding.SecretHashes} remembers and {@link org.boundsession.binding.HashingLane}
 * bounds slow hashing. {@link org.boundsession.binding.SessionSecrets} derives all keys from {@code session-secret}; {@link
 * org.boundsession.binding.FairBulkhead} and {@link org.boundsession.binding.FairQueue} share places and turns fairly among
 * addresses and users. Nothing here writes a response; a session is an {@code HttpSession}, in the container or in a store.
 */
@NullMarked
package org.boundsession.binding;

import org.jspecify.annotations.NullMarked;
