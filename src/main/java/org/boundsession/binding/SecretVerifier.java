package org.boundsession.binding;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import org.boundsession.binding.HashingLane.Place;

/**
 * Compares the secret of a request with the one that its session is bound to. Thread-safe; a secret that this node has seen
 * is compared without a lock and without slow hashing.
 *
 * <p>After every wait it asks again whether the session lives.
 */
final class SecretVerifier {

    private final SecretHasher hasher;
    private final HashingLane lane;
    private final Mismatches mismatches;
    private final Proofs proofs;

    SecretVerifier(SecretHasher hasher, HashingLane lane, Mismatches mismatches, Proofs proofs) {
        this.hasher = hasher;
        this.lane = lane;
        this.mismatches = mismatches;
        this.proofs = proofs;
    }

    Verdict verify(BoundSession bound, Secret secret, HttpServletRequest request) {
        Binding binding = bound.binding();
        byte[] tag = hasher.tag(binding.id(), secret);
        byte[] known = binding.tag();
        boolean waited = known == null;
        Verdict verdict = known == null ? compareSlowly(binding, secret, tag) : compare(binding, known, tag);
        if (verdict == Verdict.VALID) {
            return proofs.record(bound, waited) ? Verdict.VALID : Verdict.ENDED;
        }
        return mismatches.settle(verdict, bound, request);
    }

    private Verdict compare(Binding binding, byte[] known, byte[] tag) {
        return MessageDigest.isEqual(known, tag) ? Verdict.VALID : mismatches.count(binding);
    }

    private Verdict compareSlowly(Binding binding, Secret secret, byte[] tag) {
        try (Place place = lane.enterCheck(binding.user(), binding.id())) {
            // Callers of one session take turns: the first computes, the others find its tag, or that it has ended.
            synchronized (binding) {
                if (binding.hasEnded()) {
                    return Verdict.ENDED;
                }
                byte[] known = binding.tag();
                if (known != null) {
                    return compare(binding, known, tag);
                }
                if (!hasher.matches(binding.id(), secret, binding.hash())) {
                    return mismatches.count(binding);
                }
                binding.learn(tag);
                return Verdict.VALID;
            }
        }
    }
}
