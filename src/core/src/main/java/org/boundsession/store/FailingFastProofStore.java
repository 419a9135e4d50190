package org.boundsession.store;

/** The proofs of a store behind its circuit breaker. Thread-safe. */
final class FailingFastProofStore implements ProofStore {

    private final ProofStore proofs;
    private final FailingFastSessionStore breaker;

    FailingFastProofStore(ProofStore proofs, FailingFastSessionStore breaker) {
        this.proofs = proofs;
        this.breaker = breaker;
    }

    @Override
    public boolean record(String proof, long ttlMillis) {
        return breaker.ask(() -> proofs.record(proof, ttlMillis));
    }

    /** Does not open the circuit: a slow clean-up must not keep requests from being served. */
    @Override
    public void removeExpired() {
        breaker.requireUp();
        proofs.removeExpired();
    }
}
