package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.session.EndCause;
import org.boundsession.session.Quotas;
import org.jspecify.annotations.Nullable;

/**
 * Counts mismatches up to the limit of the kind of binding. Each node checks at most so much wrong evidence against one
 * session, however many requests arrive concurrently. Further requests are refused without telling whether their
 * evidence is right. Thread-safe.
 */
final class Mismatches {

    private final int configured;

    Mismatches(Quotas quotas) {
        this.configured = quotas.mismatchLimit();
    }

    private int limit(Binding binding) {
        return binding.possession().mismatchLimit(configured);
    }

    /**
     * Counts a mismatch on this node, without waiting. The caller passes the verdict to {@link #settle}.
     *
     * @param reason what the client is told if the session remains; null if the outcome says all
     */
    Verdict count(Binding binding, @Nullable Unproved reason) {
        int count = binding.countMismatch();
        return count < limit(binding) ? Verdict.mismatch(reason) : last(binding);
    }

    /** Completes a mismatch: counts it for the other nodes too, or ends the session. */
    Verdict settle(Verdict counted, LiveSession live, HttpServletRequest request) {
        return switch (counted.outcome()) {
            case MISMATCH -> countOnAllNodes(counted, live, request);
            case INVALIDATED -> live.destroy(cause(live, request)) ? counted : Verdict.ENDED;
            case VALID, ENDED, REFUSED -> counted;
        };
    }

    private static EndCause cause(LiveSession live, HttpServletRequest request) {
        return EndCause.mismatch(
                live.session(), request, live.binding().possession().mismatch());
    }

    private Verdict countOnAllNodes(Verdict counted, LiveSession live, HttpServletRequest request) {
        long count = live.countMismatch();
        if (count == 0) {
            // The call that ended the session reports the end.
            return Verdict.ENDED;
        }
        return count < limit(live.binding()) ? counted : settle(last(live.binding()), live, request);
    }

    private static Verdict last(Binding binding) {
        return binding.tryEnd() ? Verdict.INVALIDATED : Verdict.ENDED;
    }
}
