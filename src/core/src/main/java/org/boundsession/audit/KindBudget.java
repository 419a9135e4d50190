package org.boundsession.audit;

import java.util.List;
import java.util.Optional;
import org.boundsession.audit.Suppressed.Count;

/**
 * Limits the lines of one kind of event that clients can cause in any number. Thread-safe.
 *
 * <p>There are two budgets, because a flood can use invented names and many addresses, but does not know which users
 * exist: the lines for attempts on existing users are not used up by invented names.
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
     * Returns the events that were suppressed in earlier minutes, to be reported with this line; empty if the line
     * itself is suppressed.
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

    /** Returns the events that were suppressed in earlier minutes and are not reported yet. */
    synchronized Count takeSuppressed(long millis) {
        startMinuteOf(millis);
        return before.take();
    }

    /** Returns all suppressed events that are not reported yet. */
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
