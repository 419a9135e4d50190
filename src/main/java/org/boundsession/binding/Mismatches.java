package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/**
 * Counts wrong secrets. On each node at most {@code mismatch-limit} secrets are tried on a session, however many arrive at
 * once: what comes later is refused without a word about the secret. Thread-safe.
 */
final class Mismatches {

    private final int limit;
    private final Endings endings;

    Mismatches(Quotas quotas, Endings endings) {
        this.limit = quotas.mismatchLimit();
        this.endings = endings;
    }

    /** Counts one on this node, without any wait. The verdict is to be settled. */
    Verdict count(Binding binding) {
        int count = binding.countMismatch();
        if (count < limit) {
            return Verdict.MISMATCH;
        }
        return binding.tryEnd() ? Verdict.INVALIDATED : Verdict.ENDED;
    }

    /** Does what the count demands: it is told to the other nodes, or the session ends. */
    Verdict settle(Verdict counted, BoundSession bound, HttpServletRequest request) {
        return switch (counted) {
            case MISMATCH -> tell(bound, request);
            case INVALIDATED -> endings.destroy(bound, EndCause.mismatch(request)) ? counted : Verdict.ENDED;
            case VALID, ENDED -> counted;
        };
    }

    private Verdict tell(BoundSession bound, HttpServletRequest request) {
        try {
            return countEverywhere(bound) < limit ? Verdict.MISMATCH : settle(last(bound), bound, request);
        } catch (IllegalStateException endedMeanwhile) {
            // The call that ended it reports the end.
            return Verdict.ENDED;
        }
    }

    private static Verdict last(BoundSession bound) {
        return bound.binding().tryEnd() ? Verdict.INVALIDATED : Verdict.ENDED;
    }

    /**
     * Carried by the session for the other nodes. A store that cannot count leaves it at this node's own count.
     *
     * @throws IllegalStateException if the session is over
     */
    private static long countEverywhere(BoundSession bound) {
        HttpSession session = bound.session();
        if (session instanceof ExternalSession external) {
            return external.increment(BoundAttributes.MISMATCHES);
        }
        long here = bound.binding().mismatches();
        long count = session.getAttribute(BoundAttributes.MISMATCHES) instanceof Long elsewhere
                ? Math.max(here, elsewhere + 1)
                : here;
        session.setAttribute(BoundAttributes.MISMATCHES, count);
        return count;
    }
}
