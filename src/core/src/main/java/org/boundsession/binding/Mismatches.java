package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Counts wrong evidence. On each node at most {@code mismatch-limit} secrets are tried on a session, however many arrive at
 * once: what comes later is refused without a word about it. Thread-safe.
 */
final class Mismatches {

    private final int limit;

    Mismatches(Quotas quotas) {
        this.limit = quotas.mismatchLimit();
    }

    /** Counts one on this node, without any wait. The verdict is to be settled. */
    Verdict count(Binding binding) {
        int count = binding.countMismatch();
        return count < limit ? Verdict.MISMATCH : last(binding);
    }

    /** Does what the count demands: it is told to the other nodes, or the session ends. */
    Verdict settle(Verdict counted, LiveSession live, HttpServletRequest request) {
        return switch (counted) {
            case MISMATCH -> tell(live, request);
            case INVALIDATED -> live.destroy(EndCause.mismatch(request)) ? counted : Verdict.ENDED;
            case VALID, ENDED -> counted;
        };
    }

    private Verdict tell(LiveSession live, HttpServletRequest request) {
        long count = live.countMismatch();
        if (count == 0) {
            // The call that ended it reports the end.
            return Verdict.ENDED;
        }
        return count < limit ? Verdict.MISMATCH : settle(last(live.binding()), live, request);
    }

    private static Verdict last(Binding binding) {
        return binding.tryEnd() ? Verdict.INVALIDATED : Verdict.ENDED;
    }
}
