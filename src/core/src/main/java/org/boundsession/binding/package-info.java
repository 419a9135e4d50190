/**
 * Binds sessions to their clients: checks whether a request proves possession of what its session is bound to, and
 * keeps the bindings in memory.
 *
 * <p>{@link org.boundsession.binding.BoundSessions} opens, finds, verifies and ends sessions. It uses two interfaces.
 * {@link org.boundsession.binding.Sessions} provides sessions from the container ({@link
 * org.boundsession.binding.ContainerSessions}) or a store. {@link org.boundsession.binding.BindingScheme} is a kind of
 * binding; the secret has its own package. {@link org.boundsession.binding.SessionEvents} is the listener for all
 * events.
 *
 * <p>{@link org.boundsession.binding.HashingLane} is the bulkhead for slow hashing; {@link
 * org.boundsession.binding.FairBulkhead} and {@link org.boundsession.binding.FairQueue} share permits and turns fairly
 * among addresses and users. {@link org.boundsession.binding.SessionSecrets} derives all keys from {@code
 * session-secret}. Nothing here writes a response.
 */
@NullMarked
package org.boundsession.binding;

import org.jspecify.annotations.NullMarked;
