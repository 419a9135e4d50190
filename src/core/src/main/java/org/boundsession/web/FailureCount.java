package org.boundsession.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the failures of one user or address within a fixed window that begins with the first failure, and the attempts
 * in progress. Not thread-safe.
 */
final class FailureCount {

    /** The wait while attempts in progress use up the limit: they may succeed, so a retry soon is reasonable. */
    private static final Duration UNTIL_PENDING_END = Duration.ofSeconds(1);

    private final @Nullable String user;
    private final Duration window;
    private long start;
    private int failed;
    private int pending;

    /** @param user the name to show, of bounded length; null if this counts the failures of all users */
    FailureCount(@Nullable String user, Duration window) {
        this.user = user;
        this.window = window;
    }

    @Nullable
    String user() {
        return user;
    }

    /** Returns the time until a further attempt is allowed; zero if there are fewer failures than the limit. */
    Duration blocked(int limit, long now) {
        return failures(now) >= limit ? window.minusNanos(now - start) : Duration.ZERO;
    }

    /** The same for an attempt that begins now: attempts in progress count as well, because they may fail. */
    Duration blockedToBegin(int limit, long now) {
        return failures(now) < limit && failed + pending >= limit ? UNTIL_PENDING_END : blocked(limit, now);
    }

    int failures(long now) {
        if (now - start >= window.toNanos()) {
            failed = 0;
        }
        return failed;
    }

    boolean isPending() {
        return pending > 0;
    }

    void begin() {
        pending++;
    }

    void takeBack() {
        pending--;
    }

    void fail(long now) {
        pending--;
        if (failures(now) == 0) {
            start = now;
        }
        failed++;
    }

    void clear() {
        failed = 0;
    }
}
