/**
 * Calls a server of bound-session with the JDK's own HTTP client and no other library. {@link
 * org.boundsession.client.BoundSessionClient} logs in when it has to, and gives each request the session's cookie and
 * secret, or its signature.
 */
@NullMarked
package org.boundsession.client;

import org.jspecify.annotations.NullMarked;
