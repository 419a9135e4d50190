/**
 * Binds sessions to a key that is derived from the client's secret at login. The secret travels once; each later
 * request is signed (HTTP Message Signatures, RFC 9421, with HMAC-SHA-256), so that a recorded request opens nothing
 * else.
 *
 * <p>A small, strict subset of RFC 9421 is accepted, in which each signature has one spelling. {@link
 * org.boundsession.binding.signature.SignatureScheme} is the entry point.
 */
@NullMarked
package org.boundsession.binding.signature;

import org.jspecify.annotations.NullMarked;
