/**
 * What makes a session bound: the hash of session id and secret, where it is kept, and the question whether a request
 * proves possession of what a session is bound to.
 *
 * <p>{@link org.boundsession.binding.BoundSessions} is the door. Behind it, {@link org.boundsession.binding.SecretHasher}
 * computes, {@link org.boundsession.binding.SecretHashes} remembers and {@link org.boundsession.binding.HashingLane}
 * keeps slow hashing from taking the machine. Nothing here knows HTTP; a session is an {@code HttpSession}, whoever
 * carries it.
 */
@NullMarked
package org.boundsession.binding;

import org.jspecify.annotations.NullMarked;
