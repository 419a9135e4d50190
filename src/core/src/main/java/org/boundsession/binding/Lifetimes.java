package org.boundsession.binding;

import java.time.Duration;

/**
 * How long a bound session lives.
 *
 * @param idle time without a proof of the secret after which it ends
 * @param absolute time after the login at which it ends, which no activity extends
 */
public record Lifetimes(Duration idle, Duration absolute) {

    private static final int WRITES_PER_IDLE_TIME = 10;

    public Lifetimes {
        requirePositive("idle", idle);
        requirePositive("absolute", absolute);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new IllegalArgumentException(name + ": must be at least a millisecond");
        }
    }

    /**
     * Milliseconds by which the recorded time of the last proof may be older than the last proof: a tenth of the idle time.
     * A node that knows only the recorded time must let the session live that much longer.
     */
    public static long lag(long idleMillis) {
        return idleMillis / WRITES_PER_IDLE_TIME;
    }
}
