/** Calls a server that binds its sessions to a secret, with nothing but the JDK's own HTTP client. */
@NullMarked
package org.boundsession.client;

import org.jspecify.annotations.NullMarked;
