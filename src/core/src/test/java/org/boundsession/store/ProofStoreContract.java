package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.boundsession.parallel.Parallel;
import org.junit.jupiter.api.Test;

/** How every store records proofs of signed requests. */
public abstract class ProofStoreContract extends SessionListContract {

    protected static final Duration TIME_TO_LIVE = Duration.ofSeconds(70);

    private static final int THREADS = 64;

    protected static boolean record(SessionStore store, String proof) {
        return store.proofs().orElseThrow().record(proof, TIME_TO_LIVE.toMillis());
    }

    /** Returns 22 characters, as no other call does. */
    protected static String proof() {
        byte[] hash = new byte[16];
        ThreadLocalRandom.current().nextBytes(hash);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    @Test
    void recordsAProofOnce() {
        String proof = proof();

        assertThat(record(store, proof)).isTrue();
        assertThat(record(store, proof)).isFalse();
        assertThat(record(store, proof())).as("another proof").isTrue();
        assertThat(record(store, proof)).isFalse();
    }

    @Test
    void recordsAProofOfManyThreadsOnce() {
        String proof = proof();

        List<Boolean> recorded = Parallel.run(THREADS, i -> record(store, proof));

        assertThat(recorded).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    @Test
    void distinguishesUpperAndLowerCaseInProofs() {
        String proof = "aB-_" + proof().substring(4);

        assertThat(record(store, proof)).isTrue();
        assertThat(record(store, proof.toLowerCase(Locale.ROOT))).isTrue();
        assertThat(record(store, proof.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Test
    void recordsAProofForEachApplication() {
        String proof = proof();
        try (SessionStore other = open("/other-" + UUID.randomUUID(), clock)) {
            assertThat(record(store, proof)).isTrue();
            assertThat(record(other, proof)).isTrue();

            assertThat(record(store, proof)).isFalse();
            assertThat(record(other, proof)).isFalse();
        }
    }

    @Test
    void keepsAProofAsLongAsASlowClockMayAcceptIt() {
        String proof = proof();
        record(store, proof);

        clock.move(TIME_TO_LIVE.plusMillis(ProofStore.MARGIN_MILLIS - 1));
        record(store, proof());
        store.proofs().orElseThrow().removeExpired();

        assertThat(record(store, proof)).isFalse();
    }
}
