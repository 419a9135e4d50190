package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.session.EndCause;
import org.boundsession.session.Quotas;

/**
 * Counts mismatches. Each node checks at most {@code mismatch-limit} wrong secrets against one session, however many
 * arrive concurrently. Further requests are refused without telling whether their secret is right. Thread-safe.
 */
final class Mismatches {

    private final int limit;

    Mismatches(Quotas quotas) {
        this.limit = quotas.mismatchLimit();
    }

    /** Counts a mismatch on this node, without waiting. The caller passes the verdict to {@link #settle}. */
    Verdict count(Binding binding) {
        int count = binding.countMismatch();
        return count < limit ? Verdict.MISMATCH : last(binding);
    }

    /** Completes a mismatch: counts it for the other nodes too, or ends the session. */
    Verdict settle(Verdict counted, LiveSession live, HttpServletRequest request) {
        return switch (counted) {
            case MISMATCH -> countOnAllNodes(live, request);
            case INVALIDATED -> live.destroy(EndCause.mismatch(live.session(), request)) ? counted : Verdict.ENDED;
            case VALID, ENDED -> counted;
        };
    }

    private Verdict countOnAllNodes(LiveSession live, HttpServletRequest request) {
        long count = live.countMismatch();
        if (count == 0) {
            // The call that ended the session reports the end.
            return Verdict.ENDED;
        }
        return count < limit ? Verdict.MISMATCH : settle(last(live.binding()), live, request);
    }

    private static Verdict last(Binding binding) {
        return binding.tryEnd() ? Verdict.INVALIDATED : Verdict.ENDED;
    }
}
