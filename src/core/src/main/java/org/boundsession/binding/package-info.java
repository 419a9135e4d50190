/**
 * What makes a session bound: the question whether a request proves possession of what its session is bound to, and what
 * this node remembers of the answer.
 *
 * <p>{@link org.boundsession.binding.BoundSessions} opens, finds, verifies and ends sessions. It works on two interfaces.
 * {@link org.boundsession.binding.Sessions} is the place where sessions live: the container ({@link
 * org.boundsession.binding.ContainerSessions}) or a store. {@link org.boundsession.binding.BindingScheme} is a kind of
 * binding; the secret has a package of its own. {@link org.boundsession.binding.SessionEvents} hears what happens.
 *
 * <p>{@link org.boundsession.binding.HashingLane} bounds slow hashing; {@link org.boundsession.binding.FairBulkhead} and
 * {@link org.boundsession.binding.FairQueue} share places and turns fairly among addresses and users. {@link
 * org.boundsession.binding.SessionSecrets} derives all keys from {@code session-secret}. Nothing here writes a response.
 */
@NullMarked
package org.boundsession.binding;

import org.jspecify.annotations.NullMarked;
