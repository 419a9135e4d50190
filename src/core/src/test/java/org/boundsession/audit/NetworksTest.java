package org.boundsession.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1:40000",
        "192.0.2.1, ::ffff:192.0.2.1",
        "192.0.2.1, [::ffff:192.0.2.1]:40000",
        "2001:db8::1, 2001:0DB8:0:0::ffff",
        "2001:db8::1, [2001:db8::1]",
        "2001:db8::1, [2001:db8::2]:40000",
        "fe80::1%eth0, fe80::1%eth1",
        "fe80::1%eth0, [fe80::1%eth1]:80"
    })
    void takesTwoTextsForOneAddress(String one, String other) {
        assertThat(Networks.of(one)).isEqualTo(Networks.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2, true, true",
        "192.0.2.1, 192.0.3.1, false, true",
        "192.0.2.1, 192.1.2.1, false, false",
        "255.255.255.255, 0.0.0.0, false, false",
        "2001:db8:0:1::1, 2001:db8:0:ffff::1, true, true",
        "2001:db8:1::1, 2001:db8:ffff::1, false, true",
        "2001:db8::1, 2001:db9::1, false, false",
        "junk, nonsense, true, true",
        "junk, 192.0.2.1, false, false"
    })
    void putsNeighboursIntoOneNetwork(String one, String other, boolean sameNetwork, boolean sameRegion) {
        Networks first = Networks.of(one);
        Networks second = Networks.of(other);

        assertThat(first.address()).isNotEqualTo(second.address());
        assertThat(first.network() == second.network()).isEqualTo(sameNetwork);
        assertThat(first.region() == second.region()).isEqualTo(sameRegion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                "::::",
                "1.2.3",
                "256.1.1.1",
                "1.2.3.4.5",
                "unknown",
                "_hidden",
                "[",
                "]",
                "[]:1",
                "%",
                "a:b",
                "1:2:3:4:5:6:7:8:9",
                "192.0.2.1, 192.0.2.2",
                "\u0661.1.1.1",
                "localhost"
            })
    void takesWhatIsNoAddressForOneNetworkAndLooksUpNothing(String junk) {
        assertThat(Networks.of(junk).network()).isEqualTo(Networks.of("junk").network());
    }
}
