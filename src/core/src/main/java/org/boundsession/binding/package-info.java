/**
 * Binds sessions to their clients: checks whether a request proves possession of what its session is bound to, and
 * keeps the bindings in memory.
 *
 * <p>{@link org.boundsession.binding.BoundSessions} opens, finds, verifies and ends sessions. It uses two interfaces.
 * {@link org.boundsession.binding.Sessions} provides sessions from the container ({@link
 * org.boundsession.binding.ContainerSessions}) or a store. {@link org.boundsession.binding.BindingScheme} is a kind of
 * binding; the secret and the signature have a package each. {@link org.boundsession.session.SessionEvents} is the
 * listener for all events.
 *
 * <p>Nothing here writes a response.
 */
@NullMarked
package org.boundsession.binding;

import org.jspecify.annotations.NullMarked;
