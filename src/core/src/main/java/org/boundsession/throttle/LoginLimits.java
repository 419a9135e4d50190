package org.boundsession.throttle;

import java.time.Duration;

/**
 * How often a login may fail before the next one has to wait.
 *
 * @param failures the maximum number of failures of one user from one address within the window
 * @param failuresPerAddress the maximum for all users from one address; 0 for no such limit
 * @param window the period in which failures are counted; it begins with the first one
 */
public record LoginLimits(int failures, int failuresPerAddress, Duration window) {}
