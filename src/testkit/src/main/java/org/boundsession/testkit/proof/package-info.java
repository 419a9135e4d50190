/**
 * Signs requests as a client does (RFC 9421, {@code hmac-sha256}), and as no client should. Written from the wire
 * format alone, with the JDK only, so that a test that signs with it does not repeat an error of the product.
 */
@NullMarked
package org.boundsession.testkit.proof;

import org.jspecify.annotations.NullMarked;
