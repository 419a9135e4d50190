package org.boundsession.throttle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the failures of one user or address within a fixed window that begins with the first failure, and the attempts
 * in progress. Not thread-safe.
 */
final class FailureCount {

    /** The wait while attempts in progress use up the limit: they may succeed, so a retry soon is reasonable. */
    private static final Duration UNTIL_PENDING_END = Duration.ofSeconds(1);

    /** A block that another node lifted ends here after that time. */
    private static final Duration CONFIRMED_FOR = Duration.ofSeconds(1);

    private final @Nullable String user;
    private final Duration window;
    private long start;
    private int failed;

    /** The failures that only this node knows. */
    private int failedHere;

    private long confirmed;
    private boolean isConfirmed;
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
            clear();
        }
        return failed;
    }

    /** Returns whether failures that only this node knows reach the limit. */
    boolean isBlockedHere(int limit, long now) {
        return failures(now) > 0 && failedHere >= limit;
    }

    /** Returns whether what this counter holds was compared with the shared one, at most a second ago. */
    boolean isConfirmed(long now) {
        return isConfirmed && now - confirmed < CONFIRMED_FOR.toNanos();
    }

    void confirm(long now) {
        confirmed = now;
        isConfirmed = true;
    }

    /** Takes over what the shared counter holds, except for failures that only this node knows. */
    void agree(int limit, Duration blocked, long now) {
        confirm(now);
        if (!blocked.isZero()) {
            failed = Math.max(failures(now), limit);
            start = now - window.minus(blocked).toNanos();
        } else if (failures(now) >= limit) {
            failed = failedHere;
        }
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

    /** @param isShared whether the shared counter has counted this failure as well */
    void fail(long now, boolean isShared) {
        pending--;
        if (failures(now) == 0) {
            start = now;
        }
        failed++;
        failedHere += isShared ? 0 : 1;
    }

    void clear() {
        failed = 0;
        failedHere = 0;
    }
}
