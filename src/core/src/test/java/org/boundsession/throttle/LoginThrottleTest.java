package org.boundsession.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.boundsession.bulkhead.Standing;
import org.boundsession.session.ClientAddress;
import org.boundsession.store.BlockedLogins;
import org.boundsession.throttle.LoginThrottle.Attempt;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private static final Duration WINDOW = Duration.ofSeconds(120);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final ClientAddress HERE = ClientAddress.of("192.0.2.1");
    private static final ClientAddress ELSEWHERE = ClientAddress.of("192.0.2.2");
    private static final ClientAddress IPV6 = ClientAddress.of("2001:db8:1:2::1");
    private static final int FLOOD = 100_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LoginThrottle throttle = throttle(10, 15);

    @Test
    void blocksTheEleventhAttemptOfUserAndAddressOnly() {
        fail("alice", HERE, 9);
        assertThat(throttle.blocked("alice", HERE)).isZero();
        fail("alice", HERE, 1);

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
        assertThat(begin("alice", HERE).blocked()).isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ELSEWHERE)).isZero();
        assertThat(throttle.blocked("bob", HERE)).isZero();
    }

    @Test
    void countsSpellingsOfOneNameTogether() {
        fail("SAPCPI", HERE, 4);
        fail("sapcpi", HERE, 3);
        fail(" SapCpi ", HERE, 3);

        assertThat(throttle.blocked("ＳＡＰＣＰＩ", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void countsPortsOfOneAddressTogether() {
        for (int i = 0; i < 10; i++) {
            fail("alice", ClientAddress.of("192.0.2.1:4000" + i), 1);
        }

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void countsAttemptsWhenTheyBegin() {
        for (int i = 0; i < 10; i++) {
            assertThat(begin("alice", HERE).blocked()).isZero();
        }

        assertThat(begin("alice", HERE).blocked())
                .as("until it is known how the ten end")
                .isEqualTo(SOON);
        assertThat(throttle.blocked("alice", HERE)).as("none has failed").isZero();
    }

    @Test
    void tellsWhereAUserHasFailedOrLoggedIn() {
        begin("alice", HERE).close();
        assertThat(throttle.standing("alice", HERE)).isEqualTo(Standing.NEW);

        fail("alice", HERE, 1);
        assertThat(throttle.standing("ALICE", HERE)).isEqualTo(Standing.FAILED);
        assertThat(throttle.standing("alice", ELSEWHERE)).isEqualTo(Standing.NEW);
        assertThat(throttle.standing("bob", HERE))
                .as("where another has failed")
                .isEqualTo(Standing.FAILED);

        nanos.addAndGet(WINDOW.toNanos());
        assertThat(throttle.standing("alice", HERE)).as("after the window").isEqualTo(Standing.NEW);

        begin("alice", HERE).succeeded();
        fail("alice", HERE, 1);
        assertThat(throttle.standing("alice", HERE)).as("a slip after a login").isEqualTo(Standing.KNOWN);
        assertThat(throttle.standing("alice", ELSEWHERE)).isEqualTo(Standing.NEW);
    }

    @Test
    void listsWhatIsBlockedNow() {
        fail("Alice", HERE, 10);
        fail("bob", HERE, 4);
        move(Duration.ofSeconds(20));
        fail("carol", IPV6, 9);
        begin("dave", IPV6);
        for (int i = 0; i < 15; i++) {
            fail("user" + i, ELSEWHERE, 1);
        }

        assertThat(throttle.blockedNow())
                .containsExactlyInAnyOrder(
                        new BlockedLogins("192.0.2.2", null, 15, WINDOW),
                        new BlockedLogins("192.0.2.1", "alice", 10, WINDOW.minusSeconds(20)));
        fail("carol", IPV6, 1);
        assertThat(throttle.blockedNow()).contains(new BlockedLogins("2001:db8:1:2::/64", "carol", 10, WINDOW));
        move(WINDOW);
        assertThat(throttle.blockedNow()).isEmpty();
    }

    @Test
    void keepsNoMoreOfANameThanItShows() {
        fail("x".repeat(10_000), HERE, 10);

        assertThat(throttle.blockedNow())
                .singleElement()
                .extracting(BlockedLogins::user)
                .isEqualTo("x".repeat(64));
    }

    @Test
    void liftsOneUserAtAnAddress() {
        fail("alice", HERE, 10);
        fail("alice", ELSEWHERE, 10);

        assertThat(throttle.lift(HERE, "ALICE ")).isEqualTo(1);
        assertThat(throttle.lift(HERE, "alice")).isZero();

        assertThat(throttle.blocked("alice", HERE)).isZero();
        assertThat(throttle.blocked("alice", ELSEWHERE)).isPositive();
    }

    @Test
    void liftsAUserByWhatIsListedOfTheName() {
        String name = "n".repeat(63) + "\uD83D\uDE00".repeat(9);
        fail(name, HERE, 10);

        String listed = throttle.blockedNow().get(0).user();
        assertThat(listed).isEqualTo("n".repeat(63));
        assertThat(throttle.lift(HERE, listed)).isEqualTo(1);

        assertThat(throttle.blocked(name, HERE)).isZero();
    }

    @Test
    void liftsAnAddressWithAllItsUsers() {
        fail("alice", IPV6, 10);
        for (int i = 0; i < 5; i++) {
            fail("user" + i, IPV6, 1);
        }
        assertThat(throttle.blocked("bob", IPV6)).isPositive();

        assertThat(throttle.lift(ClientAddress.ofNetwork("2001:db8:1:2::/64").orElseThrow(), null))
                .isEqualTo(2);

        assertThat(throttle.blocked("alice", IPV6)).isZero();
        assertThat(throttle.blocked("bob", IPV6)).isZero();
        assertThat(throttle.blockedNow()).isEmpty();
    }

    @Test
    void liftsANetworkWhosePartsAreTooManyToBeCounted() {
        for (int i = 0; i < AddressFailures.MAX_PARTS_OF_SITE + 15; i++) {
            fail("user" + i, ClientAddress.of("2001:db8:1:%x::1".formatted(i)), 1);
        }
        assertThat(throttle.blockedNow()).containsExactly(new BlockedLogins("2001:db8:1::/48", null, 15, WINDOW));

        assertThat(throttle.lift(ClientAddress.ofNetwork("2001:db8:1::/48").orElseThrow(), null))
                .isEqualTo(1);

        assertThat(throttle.blockedNow()).isEmpty();
    }

    @Test
    void remembersFailuresOfAddressesThatInventUsers() {
        fail("invented", IPV6, 1);
        fail(null, HERE, 1);

        assertThat(throttle.standing("alice", ClientAddress.of("2001:db8:1:2::ffff")))
                .isEqualTo(Standing.FAILED);
        assertThat(throttle.standing("alice", ClientAddress.of("2001:db8:1:3::1")))
                .isEqualTo(Standing.NEW);
        assertThat(throttle.standing("alice", HERE)).isEqualTo(Standing.FAILED);
    }

    @Test
    void remembersFailureOfUserWhenTheWindowOfItsAddressBeginsAnew() {
        fail("bob", HERE, 1);
        move(WINDOW.minusSeconds(1));
        fail("alice", HERE, 1);
        move(Duration.ofSeconds(1));

        assertThat(throttle.standing("alice", HERE)).isEqualTo(Standing.FAILED);
        assertThat(throttle.standing("bob", HERE)).isEqualTo(Standing.NEW);
    }

    @Test
    void remembersWhereUserHasLoggedInWhateverAnotherDoes() {
        begin("alice", HERE).succeeded();
        for (int i = 0; i <= KnownNetworks.MAX_USERS; i++) {
            begin("mallory", ClientAddress.of("2001:db8:%x:%x::1".formatted(i / 60, i % 60)))
                    .succeeded();
        }

        assertThat(throttle.standing("alice", HERE)).isEqualTo(Standing.KNOWN);
        assertThat(throttle.standing("mallory", ClientAddress.of("2001:db8:0:0::1")))
                .isEqualTo(Standing.NEW);
    }

    @Test
    void takesBackAttemptsThatEndWithoutAResult() {
        for (int i = 0; i < 100; i++) {
            begin("alice", HERE).close();
        }

        assertThat(begin("alice", HERE).blocked()).isZero();
    }

    @Test
    void countsAnAttemptOnce() {
        Attempt attempt = begin("alice", HERE);
        attempt.failed();
        attempt.close();
        fail("alice", HERE, 8);

        assertThat(throttle.blocked("alice", HERE)).isZero();
        fail("alice", HERE, 1);
        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void extendsNothingByBlockedAttempts() {
        fail("alice", HERE, 10);
        move(Duration.ofSeconds(100));

        for (int i = 0; i < 100; i++) {
            try (Attempt blocked = begin("alice", HERE)) {
                blocked.failed();
            }
        }
        move(Duration.ofSeconds(20));

        assertThat(throttle.blocked("alice", HERE)).isZero();
        assertThat(begin("alice", HERE).blocked()).isZero();
    }

    @Test
    void saysTrulyHowLongToWait() {
        fail("alice", HERE, 1);
        move(Duration.ofSeconds(100));
        fail("alice", HERE, 9);

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(Duration.ofSeconds(20));
        move(Duration.ofSeconds(20));
        assertThat(throttle.blocked("alice", HERE)).isZero();
    }

    @Test
    void beginsTheWindowWithTheFirstFailureAndNotWithItsAttempt() {
        Attempt slow = begin("alice", HERE);
        move(Duration.ofSeconds(3));
        slow.failed();
        fail("alice", HERE, 9);

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void forgetsFailuresOfThePairOnSuccess() {
        fail("alice", HERE, 9);

        begin("alice", HERE).succeeded();
        fail("alice", HERE, 1);

        assertThat(throttle.blocked("alice", HERE)).isZero();
    }

    @Test
    void blocksAnAddressThatFailsWithManyUsers() {
        for (int i = 0; i < 15; i++) {
            fail("user" + i, HERE, 1);
        }

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
        assertThat(begin(null, HERE).blocked()).isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ELSEWHERE)).isZero();
    }

    @Test
    void doesNotForgetTheAddressOnSuccess() {
        fail("bob", HERE, 9);
        fail("alice", HERE, 5);

        begin("alice", HERE).succeeded();
        fail("alice", HERE, 1);

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void countsMalformedCredentialsForTheAddress() {
        fail(null, HERE, 15);

        assertThat(begin(null, HERE).blocked()).isEqualTo(WINDOW);
    }

    @Test
    void countsNoAddressIfThatIsOff() {
        LoginThrottle off = throttle(10, 0);

        for (int i = 0; i < 1000; i++) {
            off.begin("user" + i, HERE).failed();
        }

        assertThat(off.blocked("alice", HERE)).isZero();
    }

    @Test
    void keepsThePairIfAnAddressWithoutLimitInventsUsers() {
        LoginThrottle off = throttle(10, 0);
        for (int i = 0; i < 10; i++) {
            off.begin("alice", HERE).failed();
        }

        for (int i = 0; i < FLOOD; i++) {
            off.begin("user" + i, HERE).failed();
        }

        assertThat(off.blocked("alice", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void takesOneSixtyFourOfIpv6ForOneClient() {
        for (int i = 0; i < 10; i++) {
            fail("alice", ClientAddress.of("2001:db8:0:1::" + i), 1);
        }

        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:0:1:ffff::1")))
                .isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:0:2::1")))
                .isZero();
    }

    @Test
    void keepsCountersDuringAFloodOfOneNetwork() {
        fail("alice", HERE, 10);
        fail("alice", IPV6, 10);
        fail(null, ELSEWHERE, 15);

        for (int i = 0; i < FLOOD; i++) {
            begin(null, ClientAddress.of("2001:db8:%x:%x::1".formatted(0x100 + i / 0x10000, i % 0x10000)))
                    .failed();
        }

        assertStillBlocked();
    }

    @Test
    void keepsCountersDuringAFloodOfAllIpv6() {
        fail("alice", HERE, 10);
        fail("alice", IPV6, 10);
        fail(null, ELSEWHERE, 15);

        for (int i = 0; i < FLOOD; i++) {
            begin(null, ClientAddress.of("2%03x:%x::1".formatted(i % 0x1000, i / 0x1000)))
                    .failed();
        }

        assertStillBlocked();
    }

    @Test
    void keepsCountersDuringAFloodOfIpv4() {
        fail("alice", HERE, 10);
        fail("alice", IPV6, 10);
        fail(null, ELSEWHERE, 15);

        for (int i = 0; i < FLOOD; i++) {
            begin(null, ClientAddress.of("10.%d.%d.%d".formatted(i / 0x10000, i / 0x100 % 0x100, i % 0x100)))
                    .failed();
        }

        assertStillBlocked();
    }

    private void assertStillBlocked() {
        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", IPV6)).isEqualTo(WINDOW);
        assertThat(begin(null, ELSEWHERE).blocked()).isEqualTo(WINDOW);
    }

    @Test
    void letsTheNetworkStandInForTooManyOfItsParts() {
        for (int i = 0; i < AddressFailures.MAX_PARTS_OF_SITE; i++) {
            fail(null, ClientAddress.of("2001:db8:1:%x::1".formatted(i)), 1);
        }

        for (int i = 0; i < 15; i++) {
            fail(null, ClientAddress.of("2001:db8:1:f%03x::1".formatted(i)), 1);
        }

        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:1:ffff::1")))
                .isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:1::1")))
                .as("has a counter of its own")
                .isZero();
        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:2::1"))).isZero();
    }

    @Test
    void countsPartsOfANetworkAgainWhenTheOldOnesAreOver() {
        for (int i = 0; i < AddressFailures.MAX_PARTS_OF_SITE; i++) {
            fail(null, ClientAddress.of("2001:db8:1:%x::1".formatted(i)), 1);
        }
        move(WINDOW.plusMinutes(1));

        fail("alice", ClientAddress.of("2001:db8:1:fff0::1"), 10);

        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:1:fff0::1")))
                .isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:1:fff1::1")))
                .isZero();
    }

    private Attempt begin(String user, ClientAddress address) {
        return throttle.begin(user, address);
    }

    private void fail(String user, ClientAddress address, int times) {
        for (int i = 0; i < times; i++) {
            try (Attempt attempt = begin(user, address)) {
                attempt.failed();
            }
        }
    }

    private void move(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    private LoginThrottle throttle(int failures, int perAddress) {
        return new LoginThrottle(new LoginLimits(failures, perAddress, WINDOW), nanos::get);
    }
}
