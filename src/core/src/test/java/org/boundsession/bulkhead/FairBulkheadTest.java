package org.boundsession.bulkhead;

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
    void keepsPlacesForKnownCallersInAFloodOfManyAddressesAndUsers() {
        List<Permit> flood = flood(8, Standing.NEW);
        assertThatThrownBy(() -> acquire("198.51.100.1", "victim")).isInstanceOf(BusyException.class);

        List<Permit> known = List.of(
                acquire("198.51.100.1", "victim", Standing.KNOWN), acquire("198.51.100.2", "another", Standing.KNOWN));

        assertThat(known).allMatch(FairBulkheadTest::isOpen);
        assertThat(flood).filteredOn(permit -> !isOpen(permit)).hasSize(2);
        assertThatThrownBy(() -> acquire("203.0.113.99", "one-more")).isInstanceOf(BusyException.class);
        assertThat(known).allMatch(FairBulkheadTest::isOpen);
    }

    @Test
    void keepsPlacesForNewcomersWhileKnownCallersFlood() {
        flood(8, Standing.KNOWN);

        assertThat(isOpen(acquire("198.51.100.1", "newcomer"))).isTrue();
        assertThat(isOpen(acquire("198.51.100.2", "slip", Standing.FAILED))).isTrue();
    }

    @Test
    void keepsPlacesOfAnAddressForItsKnownUser() {
        acquire(4, "192.0.2.1");

        Permit victim = acquire("192.0.2.1", "victim", Standing.KNOWN);

        assertThat(isOpen(victim)).isTrue();
    }

    @Test
    void keepsPlacesOfAUserForItsKnownAddress() {
        List<Permit> flood = acquireOneEach(4, Standing.NEW);
        assertThatThrownBy(() -> acquire("198.51.100.1", "victim")).isInstanceOf(BusyException.class);

        Permit victim = acquire("198.51.100.1", "victim", Standing.KNOWN);

        assertThat(isOpen(victim)).isTrue();
        assertThat(flood).allMatch(FairBulkheadTest::isOpen);
    }

    @Test
    void keepsPlacesOfAUserForAddressesWhereNoLoginFailed() {
        acquireOneEach(4, Standing.FAILED);

        Permit victim = acquire("198.51.100.1", "victim");

        assertThat(isOpen(victim)).isTrue();
        assertThatThrownBy(() -> acquire("203.0.113.9", "victim", Standing.FAILED))
                .isInstanceOf(BusyException.class);
    }

    @Test
    void givesNoCallerMoreThanAShareOfItsStanding() {
        for (int i = 0; i < 4; i++) {
            acquire("198.51.100.1", "insider", Standing.KNOWN);
        }

        assertThatThrownBy(() -> acquire("198.51.100.1", "insider", Standing.KNOWN))
                .isInstanceOf(BusyException.class);
        assertThat(isOpen(acquire("198.51.100.2", "victim", Standing.KNOWN))).isTrue();
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
        return acquire(address, user, Standing.NEW);
    }

    private Permit acquire(String address, String user, Standing standing) {
        return bulkhead.acquire(new Caller(user, List.of(address, address), standing));
    }

    /** Each caller has an address and a user of its own. */
    private List<Permit> flood(int callers, Standing standing) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            permits.add(acquire("203.0.113." + i, "invented" + i, standing));
        }
        return permits;
    }

    /** The places of one user at as many addresses. */
    private List<Permit> acquireOneEach(int addresses, Standing standing) {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            permits.add(acquire("203.0.113." + i, "victim", standing));
        }
        return permits;
    }

    private static boolean isOpen(Permit permit) {
        return permit.await(new CountDownLatch(0), AT_ONCE);
    }
}
