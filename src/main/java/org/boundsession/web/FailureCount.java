package org.boundsession.web;

import java.time.Duration;

/**
 * The failures of one thing within a window that begins with the first of them and does not move, and the attempts whose end
 * is not known yet. Not thread-safe.
 */
final class FailureCount {

    /** Attempts in flight may all succeed, so it pays to ask again soon. */
    private static final Duration UNTIL_PENDING_END = Duration.ofSeconds(1);

    private final Duration window;
    private long start;
    private int failed;
    private int pending;

    FailureCount(Duration window) {
        this.window = window;
    }

    /** How long no attempt is allowed because of failures; zero if there are fewer than the limit. */
    Duration blocked(int limit, long now) {
        return failures(now) >= limit ? window.minusNanos(now - start) : Duration.ZERO;
    }

    /** The same for an attempt that is to begin now: those in flight may fail and use up the limit. */
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
