/**
 * Binds sessions to a secret that the client sends in a request header. Only a bcrypt hash of session id and secret is
 * stored.
 */
@NullMarked
package org.boundsession.binding.secret;

import org.jspecify.annotations.NullMarked;
