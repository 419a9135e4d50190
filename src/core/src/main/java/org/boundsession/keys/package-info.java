/**
 * Keys and digests. {@link org.boundsession.keys.SessionSecrets} derives each key from {@code session-secret} for one
 * purpose and one application, and lists all purposes; {@link org.boundsession.keys.Hmac} computes HMAC-SHA-256 (RFC 2104)
 * with pooled {@code Mac} objects.
 */
@NullMarked
package org.boundsession.keys;

import org.jspecify.annotations.NullMarked;
