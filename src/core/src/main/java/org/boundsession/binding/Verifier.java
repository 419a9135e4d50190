package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.bulkhead.HashingLane.Place;
import org.boundsession.session.BoundSession;

/**
 * Checks the evidence of a request against the binding of its session. Thread-safe; evidence that this node has seen
 * before is compared in constant time, without a lock and without slow hashing.
 *
 * <p>After every wait, it checks again that the session is live.
 */
final class Verifier {

    private final HashingLane lane;
    private final Mismatches mismatches;

    Verifier(HashingLane lane, Mismatches mismatches) {
        this.lane = lane;
        this.mismatches = mismatches;
    }

    Verdict verify(LiveSession live, Evidence evidence, HttpServletRequest request) {
        Binding binding = live.binding();
        Answer answer = binding.possession().check(evidence);
        boolean waited = answer == Answer.UNKNOWN;
        Verdict verdict = waited ? verifySlowly(binding, evidence) : verdict(answer, binding);
        if (verdict == Verdict.VALID) {
            return live.recordProof(waited) ? Verdict.VALID : Verdict.ENDED;
        }
        return mismatches.settle(verdict, live, request);
    }

    private Verdict verdict(Answer answer, Binding binding) {
        return answer == Answer.PROVED ? Verdict.VALID : mismatches.count(binding);
    }

    private Verdict verifySlowly(Binding binding, Evidence evidence) {
        BoundSession session = binding.session();
        try (Place place = lane.enterCheck(session.user(), session.id())) {
            // Single-flight: the first caller of a session computes, the others find the result or the end of the
            // session.
            synchronized (binding) {
                if (binding.hasEnded()) {
                    return Verdict.ENDED;
                }
                Answer known = binding.possession().check(evidence);
                return verdict(known == Answer.UNKNOWN ? binding.possession().checkSlowly(evidence) : known, binding);
            }
        }
    }
}
