package org.boundsession.web;

import java.time.Duration;

/**
 * How often a login may fail before the next one has to wait.
 *
 * @param failures of one user from one address, within the window
 * @param failuresPerAddress of all users from one address, 0 for no such limit
 * @param window begins with the first failure
 */
public record LoginLimits(int failures, int failuresPerAddress, Duration window) {}
