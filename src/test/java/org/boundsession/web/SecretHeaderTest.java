package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
        SecretHeader.Reading reading = header.read(request("before" + (char) control + "after"));

        assertThat(reading.isRefused()).isTrue();
        assertThat(reading.isMissing()).isFalse();
    }

    @Test
    void takesEveryOtherByte() {
        String allowed = IntStream.rangeClosed(0x20, 0xFF)
                .filter(c -> c != 0x7F)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(header.read(request(allowed)).isRefused()).isFalse();
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
        SecretHeader.Reading reading = header.read(request(value));

        assertThat(reading.refusal()).hasToString("secret_malformed");
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
        assertThat(header.read(request(value)).isRefused()).isFalse();
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
        assertThat(header.read(request(value)).refusal()).hasToString("secret_malformed");
    }

    @Test
    void namesTheHeaderThatIsMissing() {
        SecretHeader.Reading reading = new SecretHeader("X-Client-Secret", 8).read(requestWithout());

        assertThat(reading.isMissing()).isTrue();
        assertThat(new String(reading.refusal().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":\"secret_missing\",\"message\":\"The header X-Client-Secret is missing\"}");
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
