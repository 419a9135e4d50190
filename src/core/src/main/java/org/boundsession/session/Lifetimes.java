package org.boundsession.session;

import java.time.Duration;

/**
 * The idle timeout and the absolute timeout of bound sessions.
 *
 * @param idle the idle timeout: the time since the last proof of possession after which it ends
 * @param absolute the absolute timeout: the time since the login after which it ends, which no activity extends
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
     * Returns the milliseconds by which the recorded time of the last proof may be older than the actual one: a tenth
     * of the idle time. A node that knows only the recorded time must keep the session that much longer.
     */
    public static long lag(long idleMillis) {
        return idleMillis / WRITES_PER_IDLE_TIME;
    }
}
