package org.boundsession.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.boundsession.binding.secret.Secret;
import org.boundsession.parallel.Parallel;
import org.boundsession.session.BoundSession;
import org.boundsession.session.Origin;
import org.junit.jupiter.api.Test;

class BindingTest {

    private static final long IDLE = 100;
    private static final Possession POSSESSION = SecretSchemes.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8))
            .bind("id", Secret.ofLatin1("the-client-holds-this"));

    private final Binding binding = binding();

    @Test
    void expiresNotWhenAProofWasRecorded() {
        assertThat(binding.provedAt(1_001)).isTrue();

        assertThat(binding.tryExpire(1_000 + IDLE)).isFalse();
        assertThat(binding.hasEnded()).isFalse();
        assertThat(binding.tryExpire(1_001 + IDLE)).isTrue();
    }

    @Test
    void recordsNoProofAfterTheEnd() {
        assertThat(binding.tryExpire(1_000 + IDLE)).isTrue();

        assertThat(binding.provedAt(1_050)).isFalse();
        assertThat(binding.lastProof()).isEqualTo(1_000);
    }

    @Test
    void recordsProofThatIsOlderThanTheLast() {
        assertThat(binding.provedAt(900)).isTrue();
        assertThat(binding.lastProof()).isEqualTo(1_000);
    }

    @Test
    void agreesOnEitherTheProofOrTheExpiry() {
        for (int round = 0; round < 1_000; round++) {
            Binding contended = binding();

            boolean[] done = {false, false};
            Parallel.run(2, i -> done[i] = i == 0 ? contended.provedAt(1_050) : contended.tryExpire(1_000 + IDLE));

            assertThat(done[0]).isNotEqualTo(done[1]);
        }
    }

    @Test
    void endsForOneCaller() {
        assertThat(Parallel.run(4, i -> binding.tryEnd())).containsOnlyOnce(true);
        assertThat(binding.tryExpire(20_000)).isFalse();
    }

    private static Binding binding() {
        BoundSession session =
                new BoundSession("id", "alice", Set.of(), "secret", Instant.ofEpochMilli(10_000), Origin.UNKNOWN);
        return new Binding(session, POSSESSION, IDLE, 1_000, new FakeSession("id"));
    }
}
