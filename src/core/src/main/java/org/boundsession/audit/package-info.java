/**
 * The audit log: each security event becomes one line (OWASP ASVS 5.0.0 V16, OWASP Logging Cheat Sheet).
 *
 * <p>A line is ASCII JSON with escaped control characters, so that a name cannot forge a line or control a terminal
 * (log injection). It contains no secret, password, cookie or hash of a secret; a session is identified by a truncated
 * digest of its id.
 *
 * <p>Events that clients can cause in any number are rate-limited, with fair shares; suppressed events are counted and
 * the counts are logged. Lines that were not written to the log file are counted and reported as well.
 */
@NullMarked
package org.boundsession.audit;

import org.jspecify.annotations.NullMarked;
