package org.boundsession.binding.secret;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.boundsession.binding.Evidence;
import org.boundsession.binding.Unproved;
import org.boundsession.binding.Unproved.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretHeaderTest {

    private final SecretHeader header = new SecretHeader("secretid", 8);

    static IntStream controls() {
        return IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7F, 0x100));
    }

    /** On the wire, containers let few of them through; what they do let through is refused here. */
    @ParameterizedTest
    @MethodSource("controls")
    void refusesControlCharactersAndWhatIsNoByte(int control) {
        Evidence reading = header.read(request("before" + (char) control + "after"));

        assertThat(reading.unproved().code()).isEqualTo("secret_malformed");
        assertThat(reading.unproved().isAbsent()).isFalse();
    }

    @Test
    void takesEveryOtherByte() {
        String allowed = IntStream.rangeClosed(0x20, 0xFF)
                .filter(c -> c != 0x7F)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(header.read(request(allowed))).isInstanceOf(Secret.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my-own-secret,my-own-secret",
                "my-own-secret, my-own-secret",
                "my-own-secret, my-own-secret, my-own-secret",
                "with, comma, with, comma",
                "with,comma,with,comma",
                "ab,cd, ab,cd, ab,cd"
            })
    void refusesOneValueThatAGatewayHasJoined(String value) {
        Evidence reading = header.read(request(value));

        assertThat(reading.unproved().code()).isEqualTo("secret_malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with, comma",
                "my-own-secret,my-own-secre",
                "my-own-secret,my-own-secret,",
                "my-own-secret,  my-own-secret",
                "my-own-secret;my-own-secret",
                "my-own-secretmy-own-secret",
                "my-own-secret, my-own-secret,my-own-secret",
                ",my-own-secret",
                "my-own-secret,"
            })
    void takesOtherSecretsWithCommas(String value) {
        assertThat(header.read(request(value))).isInstanceOf(Secret.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" my-own-secret", "my-own-secret ", "\t \tmy-own-secret\t \t"})
    void takesNoWhitespaceAroundTheValueForAPartOfIt(String value) {
        assertThat(header.read(request(value)))
                .usingRecursiveComparison()
                .isEqualTo(header.read(request("my-own-secret")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"  1234567  ", "\t\t\t\t\t\t\t\t\t", "         "})
    void measuresTheValueWithoutWhitespaceAround(String value) {
        assertThat(header.read(request(value)).unproved().code()).isEqualTo("secret_malformed");
    }

    @Test
    void namesTheHeaderThatIsMissing() {
        Evidence reading = new SecretHeader("X-Client-Secret", 8).read(requestWithout());

        assertThat(reading)
                .isEqualTo(new Unproved(Reason.ABSENT, "secret_missing", "The header X-Client-Secret is missing"));
    }

    private static HttpServletRequest requestWithout() {
        return withHeaders(List.of());
    }

    private static HttpServletRequest request(String value) {
        return withHeaders(List.of(value));
    }

    private static HttpServletRequest withHeaders(List<String> values) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                SecretHeaderTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getHeaders")) {
                        return Collections.enumeration(values);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
