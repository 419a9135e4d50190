package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.boundsession.session.ClientAddress;

/** What is parsed before anybody is known, with whatever a stranger may send. */
class InputFuzzTest {

    private static final String SEED = "20260131";

    @Property(tries = 1000, seed = SEED)
    void readsBackCredentialsThatAreWellFormed(
            @ForAll("namesAndPasswords") String password, @ForAll("namesAndPasswords") String typedName) {
        String user = typedName.replace(":", "");

        Optional<BasicCredentials> parsed = BasicCredentials.parse("bAsIc " + base64(user + ":" + password));

        assertThat(parsed)
                .isEqualTo(user.isBlank() ? Optional.empty() : Optional.of(new BasicCredentials(user, password)));
    }

    @Property(tries = 100, seed = SEED)
    void refusesABlankName(@ForAll("namesAndPasswords") String password, @ForAll @IntRange(max = 9) int blanks) {
        assertThat(BasicCredentials.parse("Basic " + base64(" ".repeat(blanks) + ":" + password)))
                .isEmpty();
    }

    @Property(tries = 1000, seed = SEED)
    void refusesControlCharactersInCredentials(
            @ForAll("namesAndPasswords") String before,
            @ForAll("controls") char control,
            @ForAll("namesAndPasswords") String after) {
        assertThat(BasicCredentials.parse("Basic " + base64(before + control + ":" + after)))
                .isEmpty();
        assertThat(BasicCredentials.parse("Basic " + base64(before + ":" + control + after)))
                .isEmpty();
    }

    @Property(tries = 1000, seed = SEED)
    void acceptsBytesOnlyIfTheyAreUtf8WithColon(@ForAll @Size(max = 24) byte[] bytes) {
        Optional<BasicCredentials> parsed =
                BasicCredentials.parse("Basic " + Base64.getEncoder().encodeToString(bytes));

        parsed.ifPresent(credentials -> assertThat(
                        (credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8))
                .isEqualTo(bytes));
    }

    @Property(tries = 1000, seed = SEED)
    void acceptsOneSpellingOfCredentials(@ForAll("headerValues") String token) {
        Optional<BasicCredentials> parsed = BasicCredentials.parse("Basic " + token);

        parsed.ifPresent(credentials -> assertThat(base64(credentials.user() + ":" + credentials.password()))
                .isEqualTo(token.strip()));
    }

    @Property(tries = 1000, seed = SEED)
    void knowsNoOtherScheme(@ForAll("headerValues") String value) {
        Optional<BasicCredentials> parsed = BasicCredentials.parse(value);

        assertThat(parsed.isEmpty() || value.regionMatches(true, 0, "Basic ", 0, 6))
                .isTrue();
    }

    @Property(tries = 1000, seed = SEED)
    void keepsAddressesShort(@ForAll("addresses") String text) {
        ClientAddress address = ClientAddress.of(text);

        assertThat(address.text()).hasSizeLessThanOrEqualTo(64);
        assertThat(address.networks()).isNotEmpty().allMatch(network -> network.length() <= 64);
        assertThat(ClientAddress.of(text)).isEqualTo(address);
    }

    @Property(tries = 500, seed = SEED)
    void putsAddressesOfOneNetworkTogether(@ForAll @Size(8) byte[] network, @ForAll @Size(16) byte[] hosts) {
        List<String> one = ClientAddress.of(ipv6(network, hosts, 0)).networks();
        List<String> other = ClientAddress.of(ipv6(network, hosts, 8)).networks();

        assertThat(one).isEqualTo(other);
    }

    private static String ipv6(byte[] network, byte[] hosts, int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            byte b = i < 8 ? network[i] : hosts[offset + i - 8];
            text.append(i > 0 && i % 2 == 0 ? ":" : "").append(String.format("%02x", b));
        }
        // Beyond the mapped IPv4 addresses, which are others.
        return "2" + text.substring(1);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> namesAndPasswords() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .withChars(':', '"', '\\', '%', '\ufffd')
                .ofMaxLength(40);
    }

    @Provide
    Arbitrary<Character> controls() {
        return Arbitraries.chars().range('\0', '\u001f').with('\u007f');
    }

    @Provide
    Arbitrary<String> headerValues() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(60),
                Arbitraries.strings()
                        .alpha()
                        .numeric()
                        .withChars("+/=-_ \t.,\"")
                        .ofMaxLength(60),
                namesAndPasswords().map(InputFuzzTest::base64),
                namesAndPasswords().map(text -> "Basic " + base64(text) + "="),
                namesAndPasswords().map(text -> base64(text).replace("=", "")));
    }

    @Provide
    Arbitrary<String> addresses() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(100),
                Arbitraries.strings().withChars("0123456789abcdefABCDEF:.%[]").ofMaxLength(80),
                Arbitraries.integers()
                        .between(0, 70000)
                        .list()
                        .ofMaxSize(9)
                        .map(groups -> String.join(
                                ":", groups.stream().map(Integer::toHexString).toList())));
    }
}
