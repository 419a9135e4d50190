/**
 * The first kind of binding: a secret that the client holds and sends in a header. What is kept of it is a bcrypt hash of
 * session id and secret.
 */
@NullMarked
package org.boundsession.binding.secret;

import org.jspecify.annotations.NullMarked;
