/**
 * The security events and the one line that each becomes (OWASP ASVS 5.0.0 V16, OWASP Logging Cheat Sheet).
 *
 * <p>A line is JSON with escaped control characters and nothing beyond ASCII, so that no name can forge a line or steer a
 * terminal. It holds no secret, password, cookie or hash of a secret; a session is named by a digest that does not lead
 * back to its id.
 */
@NullMarked
package org.boundsession.audit;

import org.jspecify.annotations.NullMarked;
