package org.boundsession.audit;

import java.util.List;
import java.util.Optional;
import org.boundsession.audit.Suppressed.Count;

/**
 * Bounds the lines of one kind of event that anybody can cause. Thread-safe.
 *
 * <p>There are two budgets, because a flood can invent users and have many addresses, but cannot invent users that exist:
 * an attempt on one of these finds lines that a flood of invented names has not used up.
 */
final class KindBudget {

    static final int LINES_PER_MINUTE = 300;

    private static final long MINUTE = 60_000;

    private final LineBudget ofKnownUsers = new LineBudget(LINES_PER_MINUTE / 2);
    private final LineBudget ofOthers = new LineBudget(LINES_PER_MINUTE / 2);
    private final Suppressed inThisMinute = new Suppressed();
    private final Suppressed before = new Suppressed();
    private long minute;

    /**
     * Returns what was suppressed in earlier minutes and is to be told with this line; empty if the line is suppressed, too.
     */
    synchronized Optional<Count> spend(long millis, List<Share> shares, boolean isOfKnownUser) {
        startMinuteOf(millis);
        LineBudget budget = isOfKnownUser ? ofKnownUsers : ofOthers;
        if (budget.spend(shares)) {
            return Optional.of(before.take());
        }
        inThisMinute.add(shares);
        return Optional.empty();
    }

    /** Returns what was suppressed in earlier minutes and has not been told. */
    synchronized Count takeSuppressed(long millis) {
        startMinuteOf(millis);
        return before.take();
    }

    /** Returns all that was suppressed and has not been told. */
    synchronized Count takeAllSuppressed() {
        before.takeFrom(inThisMinute);
        return before.take();
    }

    private void startMinuteOf(long millis) {
        if (millis / MINUTE != minute) {
            minute = millis / MINUTE;
            ofKnownUsers.reset();
            ofOthers.reset();
            before.takeFrom(inThisMinute);
        }
    }
}
