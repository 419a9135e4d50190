/**
 * The security events and the one line that each becomes (OWASP ASVS 5.0.0 V16, OWASP Logging Cheat Sheet).
 *
 * <p>A line is JSON with escaped control characters and nothing beyond ASCII, so that no name can forge a line or steer a
 * terminal. It holds no secret, password, cookie or hash of a secret; a session is named by a digest that does not lead
 * back to its id.
 *
 * <p>Events that anybody can cause in any number have a budget of lines, shared fairly; what is suppressed is counted and
 * told. Lines that the file of the log has lost are counted and reported, too.
 */
@NullMarked
package org.boundsession.audit;

import org.jspecify.annotations.NullMarked;
