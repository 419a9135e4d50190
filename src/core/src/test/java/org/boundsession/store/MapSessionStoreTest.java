package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class MapSessionStoreTest extends SessionStoreContract {

    @Override
    protected SessionStore open(String application, Clock clock) {
        return new MapSessionStore(clock);
    }

    @Test
    void forgetsProofsAfterTheMargin() {
        String proof = ProofStoreContract.proof();
        ProofStoreContract.record(store, proof);

        clock.move(ProofStoreContract.TIME_TO_LIVE.plusMillis(ProofStore.MARGIN_MILLIS));
        store.proofs().orElseThrow().removeExpired();

        assertThat(ProofStoreContract.record(store, proof)).isTrue();
    }
}
