package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1:40000, 192.0.2.1",
        "192.000.002.001, 192.0.2.1",
        "' 192.0.2.1 ', 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "[::ffff:192.0.2.1]:40000, 192.0.2.1",
        "2001:db8::1, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:40000, 2001:db8::1",
        "fe80::1%eth0, fe80::1",
        "[fe80::1%25eth0]:40000, fe80::1",
        "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
    })
    void readsBareAddress(String remoteAddress, String text) {
        assertThat(ClientAddress.of(remoteAddress).text()).isEqualTo(text);
    }

    @Test
    void countsIpv4AddressAsOneNetwork() {
        assertThat(ClientAddress.of("192.0.2.1:40000").networks()).containsExactly("192.0.2.1");
        assertThat(ClientAddress.of("192.0.2.1").origin()).containsExactly("192.0.2.1", "192.0.2.1");
    }

    @Test
    void countsIpv6AddressByItsNetworks() {
        ClientAddress address = ClientAddress.of("[2001:db8:1:2:3:4:5:6]:40000");

        assertThat(address.networks()).containsExactly("20010db8/32", "20010db80001/48", "20010db800010002/64");
        assertThat(address.origin()).containsExactly("20010db80001/48", "20010db800010002/64");
        assertThat(ClientAddress.of("2001:db8:1:2::1").networks()).isEqualTo(address.networks());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "not:an:address",
                "1:2",
                "192.0.2.256",
                "192.0.2",
                "192.0.2.1:",
                "192.0.2.1:123456",
                "[192.0.2.1]",
                "localhost",
                "[2001:db8::1",
                "2001:db8::1]",
            })
    void countsAllThatIsNoAddressAsOne(String text) {
        assertThat(ClientAddress.of(text).networks()).isEqualTo(List.of("no address"));
    }

    @Test
    void cutsWhatIsNoAddress() {
        assertThat(ClientAddress.of("x".repeat(8000)).text()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1", "2001:db8::1", "2001:db8:1:2::/64", "2001:db8:1::/48", "2001:db8::/32", "no address"
            })
    void knowsANetworkAsItIsDescribed(String text) {
        assertThat(ClientAddress.ofNetwork(text)).map(ClientAddress::text).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "foo", "foo/64", "192.0.2.1/24", "192.0.2.1/", "2001:db8::/47", "2001:db8::/", "2001:db8::/2"
            })
    void knowsNoOtherNetwork(String text) {
        assertThat(ClientAddress.ofNetwork(text)).isEmpty();
    }
}
