package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static HttpServletRequest request(String value) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                SecretHeaderTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getHeaders")) {
                        return Collections.enumeration(List.of(value));
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
