package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Base64;
import org.boundsession.binding.signature.Replays;
import org.boundsession.keys.Sha256;
import org.boundsession.store.ProofStore;
import org.boundsession.store.StoreUnavailableException;

/** Remembers signatures in the store, for all nodes. The store gets digests, because it must not hold signatures. */
final class StoreReplays implements Replays {

    private static final Logger LOG = System.getLogger(StoreReplays.class.getName());
    private static final int PROOF_BYTES = 16;

    private final ProofStore proofs;
    private final long ttlMillis;

    /** @param maxSeconds for how long a signature is accepted at most, from the time at which it arrives */
    StoreReplays(ProofStore proofs, int maxSeconds) {
        this.proofs = proofs;
        this.ttlMillis = maxSeconds * 1000L;
    }

    @Override
    public Recorded record(byte[] mac, long created) {
        byte[] digest = Arrays.copyOf(Sha256.digest(mac), PROOF_BYTES);
        String proof = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        return proofs.record(proof, ttlMillis) ? Recorded.FIRST : Recorded.REPLAYED;
    }

    @Override
    public void removeExpired() {
        try {
            proofs.removeExpired();
        } catch (StoreUnavailableException later) {
            LOG.log(Level.DEBUG, "Expired proofs were not deleted, because {0}", later.getMessage());
        }
    }

    @Override
    public String toString() {
        return "StoreReplays";
    }
}
