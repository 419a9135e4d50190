package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.binding.HashingLane.Place;

/**
 * Compares the evidence of a request with what its session is bound to. Thread-safe; evidence that this node has seen is
 * compared without a lock and without slow hashing.
 *
 * <p>After every wait it asks again whether the session lives.
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
            // Callers of one session take turns: the first computes, the others find that it is known, or has ended.
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
