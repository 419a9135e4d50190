package org.boundsession.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FairBulkheadTest {

    private static final long AT_ONCE = 0;

    private final FairBulkhead bulkhead = new FairBulkhead(8, 4);

    @Test
    void refusesOriginThatHasItsShare() {
        acquire(4, "flood");

        assertThatThrownBy(() -> acquire("flood", "one-more")).isInstanceOf(BusyException.class);
        assertThat(acquire("elsewhere", "victim")).isNotNull();
    }

    @Test
    void admitsAgainWhenAPermitIsGivenBack() {
        List<Permit> permits = acquire(4, "flood");

        permits.get(0).close();
        permits.get(0).close();

        assertThat(acquire("flood", "next")).isNotNull();
        assertThatThrownBy(() -> acquire("flood", "one-more")).isInstanceOf(BusyException.class);
    }

    @Test
    void letsUserOfOneAddressDisplaceTheFloodOfAnother() {
        List<Permit> flood = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            flood.add(acquire("192.0.2.1", "victim"));
        }

        Permit victim = acquire("198.51.100.1", "victim");

        assertThat(isOpen(victim)).isTrue();
        assertThat(flood).filteredOn(permit -> !isOpen(permit)).containsExactly(flood.get(3));
    }

    @Test
    void letsNetworkDisplaceTheFloodOfAnotherOneInItsBlock() {
        List<Permit> flood = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            flood.add(bulkhead.acquire(Caller.of("user" + i, List.of("block", "network1"))));
        }

        Permit victim = bulkhead.acquire(Caller.of("victim", List.of("block", "network2")));

        assertThat(isOpen(victim)).isTrue();
        assertThat(flood).filteredOn(permit -> !isOpen(permit)).hasSize(1);
    }

    @Test
    void displacesOneOfTheLongestOriginIfAllPlacesAreTaken() {
        List<Permit> first = acquire(4, "first");
        List<Permit> second = acquire(3, "second");
        acquire("third", "x");

        Permit victim = acquire("elsewhere", "victim");

        assertThat(isOpen(victim)).isTrue();
        assertThat(first).filteredOn(permit -> !isOpen(permit)).hasSize(1);
        assertThat(second).allMatch(FairBulkheadTest::isOpen);
    }

    @Test
    void letsUserDisplaceOneOfManyAddressesWhereItsLoginsFailed() {
        List<Permit> flood = acquireOneEach(4, Standing.FAILED);

        Permit victim = acquire("198.51.100.1", Standing.NEW);

        assertThat(isOpen(victim)).isTrue();
        assertThat(flood).filteredOn(permit -> !isOpen(permit)).containsExactly(flood.get(3));
        assertThatThrownBy(() -> acquire("203.0.113.9", Standing.FAILED)).isInstanceOf(BusyException.class);
        assertThat(isOpen(victim)).isTrue();
    }

    @Test
    void letsKnownAddressOfUserDisplaceOneOfManyNewOnes() {
        List<Permit> flood = acquireOneEach(4, Standing.NEW);

        assertThatThrownBy(() -> acquire("198.51.100.1", Standing.NEW)).isInstanceOf(BusyException.class);
        Permit victim = acquire("198.51.100.1", Standing.KNOWN);

        assertThat(isOpen(victim)).isTrue();
        assertThat(flood).filteredOn(permit -> !isOpen(permit)).containsExactly(flood.get(3));
    }

    @Test
    void displacesTheLowestStandingFirst() {
        Permit first = acquire("203.0.113.1", Standing.NEW);
        Permit failed = acquire("203.0.113.2", Standing.FAILED);
        acquire("203.0.113.3", Standing.NEW);
        acquire("203.0.113.4", Standing.KNOWN);

        acquire("198.51.100.1", Standing.KNOWN);

        assertThat(isOpen(first)).isTrue();
        assertThat(isOpen(failed)).isFalse();
    }

    @Test
    void displacesNoneOfTheManyOfAKnownAddressForALowerStanding() {
        for (int i = 0; i < 4; i++) {
            acquire("198.51.100.1", Standing.KNOWN);
        }

        assertThatThrownBy(() -> acquire("203.0.113.1", Standing.NEW)).isInstanceOf(BusyException.class);
        assertThatThrownBy(() -> acquire("203.0.113.1", Standing.FAILED)).isInstanceOf(BusyException.class);
    }

    @Test
    void displacesNoOtherUserForItsStanding() {
        acquireOneEach(2, Standing.FAILED);
        for (int i = 0; i < 6; i++) {
            acquire("192.0.2." + i, "other" + i);
        }

        assertThatThrownBy(() -> bulkhead.acquire(new Caller("insider", List.of("x", "x"), Standing.KNOWN)))
                .isInstanceOf(BusyException.class);
    }

    @Test
    void endsTheWaitOfARevokedPermit() throws Exception {
        List<Permit> flood = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            flood.add(acquire("192.0.2.1", "victim"));
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            if (!flood.get(3).await(new CountDownLatch(1), Long.MAX_VALUE)) {
                ended.countDown();
            }
        });
        waiter.start();
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        acquire("198.51.100.1", "victim");

        ended.await();
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> new FairBulkhead(1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FairBulkhead(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Permit> acquire(int times, String address) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            permits.add(acquire(address, address + "-user" + i));
        }
        return permits;
    }

    private Permit acquire(String address, String user) {
        return bulkhead.acquire(Caller.of(user, List.of(address, address)));
    }

    /** The places of one user at as many addresses. */
    private List<Permit> acquireOneEach(int addresses, Standing standing) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            permits.add(acquire("203.0.113." + i, standing));
        }
        return permits;
    }

    private Permit acquire(String address, Standing standing) {
        return bulkhead.acquire(new Caller("victim", List.of(address, address), standing));
    }

    private static boolean isOpen(Permit permit) {
        return permit.await(new CountDownLatch(0), AT_ONCE);
    }
}
