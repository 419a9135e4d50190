package org.boundsession.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins for all nodes of one application. Thread-safe.
 *
 * <p>A counter has a fixed window that begins with its first attempt. An attempt counts when it begins, and is taken back
 * if it does not fail, so that concurrent attempts at several nodes do not overrun a limit.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store does not respond within its timeout, refuses the
 * call, or is used by too many attempts already; the caller then relies on the counters of its node.
 */
public interface FailureCounters {

    /**
     * What {@link #begin} has done with a counter.
     *
     * @param blocked the time until its window ends if it had reached its limit; otherwise zero
     * @param windowEnd the end of the window in which the attempt was counted, in milliseconds since the epoch; 0 if it was
     *     not, also if the server of this counter is down
     */
    record Counted(FailureCounter counter, Duration blocked, long windowEnd) {

        /** @param ends the ends of the windows of those that were counted */
        public static List<Counted> all(
                List<FailureCounter> counters, List<Duration> blocked, Map<FailureCounter, Long> ends) {
            return IntStream.range(0, counters.size())
                    .mapToObj(i -> new Counted(counters.get(i), blocked.get(i), ends.getOrDefault(counters.get(i), 0L)))
                    .toList();
        }

        public boolean isCounted() {
            return windowEnd > 0;
        }
    }

    /**
     * Counts an attempt in all of these counters, or in none if one of them has reached its limit.
     *
     * @param window the length of a window that begins now
     * @return what was done with each counter
     */
    List<Counted> begin(List<FailureCounter> counters, Duration window);

    /**
     * Returns, for each counter, the time until its window ends if it has reached its limit; otherwise zero. Does not count.
     */
    List<Duration> blocked(List<FailureCounter> counters, Duration window);

    /**
     * Ends an attempt that has not failed. Changes nothing in a counter whose window is a later one by now, because it counts
     * attempts of others.
     *
     * @param takenBack counters from which the attempt is taken back; must not be repeated unless they were not changed
     * @param cleared counters whose failures are forgotten; may be repeated
     * @return those of them to be repeated: those that were not changed, because their server is down or has refused it, and
     *     cleared ones of which it is not known
     * @throws StoreUnavailableException if it is not known which were changed; none was if it is not {@link
     *     StoreUnavailableException#isUnreachable unreachable}
     */
    List<Counted> end(List<Counted> takenBack, List<Counted> cleared);

    /** Finds counters that have reached their limit, those that wait longest first. */
    List<BlockedLogins> findBlocked(int max);

    /**
     * Allows logins of a user at an address again, or those of all users if the user is null. Users whose names have the
     * same {@linkplain FailureCounter#shown start} are one user here, because nothing else of a name is listed.
     *
     * @param user the user's name in its canonical spelling, or what is listed of it
     * @return the number of counters that had reached their limit
     */
    int lift(String address, @Nullable String user);

    /** Deletes counters whose window has ended, unless the store does so itself. May leave some to the next call. */
    void deleteExpired();
}
