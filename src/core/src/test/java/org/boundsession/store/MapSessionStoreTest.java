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
        String proof = proof();
        record(store, proof);

        clock.move(TIME_TO_LIVE.plusMillis(ProofStore.MARGIN_MILLIS));
        store.proofs().orElseThrow().removeExpired();

        assertThat(record(store, proof)).isTrue();
    }
}
