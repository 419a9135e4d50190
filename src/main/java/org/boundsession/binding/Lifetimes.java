package org.boundsession.binding;

import java.time.Duration;

/**
 * How long a bound session lives.
 *
 * @param idle time without a proof of the secret after which it ends
 * @param absolute time after the login at which it ends, whatever happens
 */
public record Lifetimes(Duration idle, Duration absolute) {

    public Lifetimes {
        requirePositive("idle", idle);
        requirePositive("absolute", absolute);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new IllegalArgumentException(name + ": must be at least a millisecond");
        }
    }
}
