package org.boundsession.binding.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.boundsession.binding.signature.Replays.Recorded;
import org.boundsession.parallel.Parallel;
import org.boundsession.time.MovableClock;
import org.junit.jupiter.api.Test;

class ReplaySetTest {

    private static final int WINDOW = 60;
    private static final int CAPACITY = 1000;
    private static final int LAST = WINDOW + ProofWindow.AHEAD_SECONDS;

    private final MovableClock clock = MovableClock.at("2026-01-31T12:00:00Z");
    private final long start = clock.instant().getEpochSecond();
    private final ReplaySet set = new ReplaySet(WINDOW, CAPACITY, clock);

    @Test
    void acceptsEachSignatureOnce() {
        assertThat(set.record(mac(1), start)).isEqualTo(Recorded.FIRST);
        assertThat(set.record(mac(2), start)).isEqualTo(Recorded.FIRST);
        assertThat(set.record(mac(1), start)).isEqualTo(Recorded.REPLAYED);
        assertThat(set.record(mac(2), start)).isEqualTo(Recorded.REPLAYED);
    }

    @Test
    void acceptsOneOfManyThreadsWithOneSignature() throws Exception {
        for (int round = 0; round < 50; round++) {
            byte[] mac = mac(round);

            List<Recorded> all = Parallel.run(64, i -> set.record(mac, start));

            assertThat(all).containsOnlyOnce(Recorded.FIRST);
            assertThat(Collections.frequency(all, Recorded.REPLAYED)).isEqualTo(63);
        }
    }

    @Test
    void remembersAsManyAsItsCapacityOfOneSecond() {
        assertThat(IntStream.range(0, CAPACITY))
                .allSatisfy(i -> assertThat(set.record(mac(i), start)).isEqualTo(Recorded.FIRST));

        assertThat(set.record(mac(CAPACITY), start)).isEqualTo(Recorded.FULL);
        assertThat(set.record(mac(0), start)).isEqualTo(Recorded.REPLAYED);
        assertThat(set.record(mac(CAPACITY), start + 1)).isEqualTo(Recorded.FIRST);
    }

    @Test
    void countsCapacityExactlyWithManyThreads() throws Exception {
        List<Recorded> all = Parallel.run(
                        64,
                        i -> IntStream.range(0, 100)
                                .mapToObj(k -> set.record(mac(i * 100 + k), start))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();

        assertThat(Collections.frequency(all, Recorded.FIRST)).isEqualTo(CAPACITY);
        assertThat(Collections.frequency(all, Recorded.FULL)).isEqualTo(6400 - CAPACITY);
    }

    @Test
    void refusesWhatTheProcessBeforeMayHaveAccepted() {
        assertThat(set.record(mac(1), start - 1)).isEqualTo(Recorded.TOO_OLD);
    }

    @Test
    void forgetsNothingWithinTheWindow() {
        set.record(mac(1), start);
        clock.move(Duration.ofSeconds(WINDOW));

        set.removeExpired();

        assertThat(set.record(mac(1), start)).isEqualTo(Recorded.REPLAYED);
    }

    @Test
    void acceptsNothingOfASecondThatItHasForgotten() {
        set.record(mac(1), start);
        clock.move(Duration.ofSeconds(WINDOW + 1));

        set.removeExpired();

        assertThat(set.record(mac(1), start)).isEqualTo(Recorded.TOO_OLD);
        assertThat(set.record(mac(2), start)).isEqualTo(Recorded.TOO_OLD);
    }

    @Test
    void hasRoomAgainAfterTheWindow() {
        IntStream.range(0, CAPACITY).forEach(i -> set.record(mac(i), start));
        long later = start + LAST + 2;

        assertThat(set.record(mac(1), later)).isEqualTo(Recorded.FIRST);
    }

    @Test
    void refusesSlowThreadWhosePlaceALaterSecondHasTaken() {
        set.record(mac(1), start + LAST + 2);

        assertThat(set.record(mac(2), start)).isEqualTo(Recorded.TOO_OLD);
    }

    @Test
    void remembersAfterTheClockWasSetBack() {
        set.record(mac(1), start + 100);
        clock.move(Duration.ofSeconds(-3600));
        set.removeExpired();

        assertThat(set.record(mac(1), start + 100)).isEqualTo(Recorded.REPLAYED);
    }

    @Test
    void distinguishesFingerprintsThatShareAPart() {
        Random random = new Random(1);
        List<byte[]> macs = IntStream.range(0, 500)
                .mapToObj(i -> ByteBuffer.allocate(32)
                        .putLong((long) random.nextInt() << 32)
                        .array())
                .toList();

        assertThat(macs).allSatisfy(mac -> assertThat(set.record(mac, start)).isEqualTo(Recorded.FIRST));
        assertThat(macs).allSatisfy(mac -> assertThat(set.record(mac, start)).isEqualTo(Recorded.REPLAYED));
    }

    @Test
    void remembersAFingerprintOfZeros() {
        assertThat(set.record(new byte[32], start)).isEqualTo(Recorded.FIRST);
        assertThat(set.record(new byte[32], start)).isEqualTo(Recorded.REPLAYED);
    }

    private static byte[] mac(int number) {
        byte[] mac = new byte[32];
        new Random(number).nextBytes(mac);
        return mac;
    }
}
