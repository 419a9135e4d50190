package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginThrottleTest {

    private static final Duration WINDOW = Duration.ofSeconds(120);
    private static final ClientAddress HERE = ClientAddress.of("192.0.2.1");
    private static final ClientAddress ELSEWHERE = ClientAddress.of("192.0.2.2");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LoginThrottle throttle = throttle(10, 15);

    @Test
    void blocksTheEleventhAttemptOfUserAndAddressOnly() {
        fail("alice", HERE, 9);
        assertThat(throttle.blocked("alice", HERE)).isZero();
        fail("alice", HERE, 1);

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ELSEWHERE)).isZero();
        assertThat(throttle.blocked("bob", HERE)).isZero();
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
    void forgetsFailuresOfThePairOnSuccess() {
        fail("alice", HERE, 9);

        throttle.succeeded("alice", HERE);
        fail("alice", HERE, 1);

        assertThat(throttle.blocked("alice", HERE)).isZero();
    }

    @Test
    void blocksAnAddressThatFailsWithManyUsers() {
        for (int i = 0; i < 15; i++) {
            fail("user" + i, HERE, 1);
        }

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
        assertThat(throttle.blocked(null, HERE)).isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ELSEWHERE)).isZero();
    }

    @Test
    void doesNotForgetTheAddressOnSuccess() {
        for (int i = 0; i < 15; i++) {
            fail("user" + i, HERE, 1);
        }

        throttle.succeeded("alice", HERE);

        assertThat(throttle.blocked("alice", HERE)).isEqualTo(WINDOW);
    }

    @Test
    void countsMalformedCredentialsForTheAddress() {
        for (int i = 0; i < 15; i++) {
            throttle.failed(null, HERE);
        }

        assertThat(throttle.blocked(null, HERE)).isEqualTo(WINDOW);
    }

    @Test
    void countsNoAddressWhereThatIsOff() {
        LoginThrottle off = throttle(10, 0);

        for (int i = 0; i < 1000; i++) {
            off.failed("user" + i, HERE);
        }

        assertThat(off.blocked("alice", HERE)).isZero();
    }

    @Test
    void takesOneSixtyFourOfIpv6ForOneClient() {
        for (int i = 0; i < 10; i++) {
            throttle.failed("alice", ClientAddress.of("2001:db8:0:1::" + i));
        }

        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:0:1:ffff::1")))
                .isEqualTo(WINDOW);
        assertThat(throttle.blocked("alice", ClientAddress.of("2001:db8:0:2::1")))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 20010db800010002::/64",
        "::1, 0000000000000000::/64",
        "0:0:0:0:0:0:0:1, 0000000000000000::/64",
        "::ffff:192.0.2.1, 192.0.2.1",
        "fe80::1%eth0, fe80000000000000::/64",
        "unknown, unknown",
        "not:an:address, not:an:address",
        "1:2, 1:2"
    })
    void readsAddresses(String text, String network) {
        assertThat(ClientAddress.of(text).network()).isEqualTo(network);
    }

    @Test
    void cutsWhatIsNoAddress() {
        assertThat(ClientAddress.of("x".repeat(8000)).network()).hasSize(64);
    }

    private void fail(String user, ClientAddress address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(user, address);
        }
    }

    private void move(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    private LoginThrottle throttle(int failures, int perAddress) {
        return new LoginThrottle(new LoginLimits(failures, perAddress, WINDOW), nanos::get);
    }
}
