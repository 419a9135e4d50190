package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import org.boundsession.binding.Verdict.Outcome;
import org.boundsession.bulkhead.HashingLane;
import org.boundsession.bulkhead.HashingLane.Place;
import org.boundsession.session.BoundSession;

/**
 * Checks the evidence of a request against the binding of its session. Thread-safe; evidence that this node has seen
 * before is compared in constant time, without a global lock and without slow hashing.
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

    Verdict verify(LiveSession live, Evidence evidence, HttpServletRequest request, BodyCheck body) {
        Binding binding = live.binding();
        Answer answer = binding.possession().check(evidence);
        boolean waited = answer.result() == Answer.Result.UNKNOWN;
        Verdict verdict = waited ? verifySlowly(binding, evidence) : verdict(answer, binding);
        return verdict.outcome() == Outcome.VALID
                ? record(live, body.check(), waited)
                : mismatches.settle(verdict, live, request);
    }

    private static Verdict record(LiveSession live, BodyCheck.Result body, boolean waited) {
        Unproved refused = body.refused();
        if (refused != null) {
            return Verdict.refused(refused);
        }
        return live.recordProof(waited || body.waited()) ? Verdict.VALID : Verdict.ENDED;
    }

    private Verdict verdict(Answer answer, Binding binding) {
        Unproved reason = answer.reason();
        return switch (answer.result()) {
            case PROVED -> Verdict.VALID;
            case REFUSED -> new Verdict(Outcome.REFUSED, reason);
            case WRONG, UNKNOWN -> mismatches.count(binding, reason);
        };
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
                boolean unknown = known.result() == Answer.Result.UNKNOWN;
                return verdict(unknown ? binding.possession().checkSlowly(evidence) : known, binding);
            }
        }
    }
}
