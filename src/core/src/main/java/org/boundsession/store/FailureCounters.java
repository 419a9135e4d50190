package org.boundsession.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins for all nodes of one application. Thread-safe.
 *
 * <p>A counter has a fixed window that begins with its first attempt. An attempt counts when it begins, and is taken back
 * if it does not fail, so that concurrent attempts at several nodes do not overrun a limit.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store does not respond within its timeout or refuses
 * the call; the caller then relies on the counters of its node.
 */
public interface FailureCounters {

    /**
     * Counts an attempt in all of these counters, or in none if one of them has reached its limit.
     *
     * @param window the length of a window that begins now
     * @return for each counter, the time until its window ends if it has reached its limit; otherwise zero
     */
    List<Duration> begin(List<FailureCounter> counters, Duration window);

    /** Returns what {@link #begin} would return, without counting. */
    List<Duration> blocked(List<FailureCounter> counters, Duration window);

    /**
     * Ends an attempt that has not failed.
     *
     * @param takenBack counters from which the attempt is taken back
     * @param cleared counters whose failures are forgotten
     */
    void end(List<FailureCounter> takenBack, List<FailureCounter> cleared);

    /** Finds counters that have reached their limit, those that wait longest first. */
    List<BlockedLogins> findBlocked(int max);

    /**
     * Allows logins of a user at an address again, or those of all users if the user is null.
     *
     * @param user the user's name in its canonical spelling
     * @return the number of counters that had reached their limit
     */
    int lift(String address, @Nullable String user);

    /** Deletes counters whose window has ended, unless the store does so itself. May leave some to the next call. */
    void deleteExpired();
}
