package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsAccessTest {

    private static final String TOKEN = "0123456789abcdef";

    private final MetricsAccess access = new MetricsAccess(Optional.of(TOKEN));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "0:0:0:0:0:0:0:1", "[::1]:4000", "127.0.0.1:4000"})
    void isOpenToThisMachine(String address) {
        assertThat(access.admits(request(address, Map.of()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "10.0.0.1", "localhost", "", "127.0.0.1.example.org", "1"})
    void isClosedToOthers(String address) {
        assertThat(access.admits(request(address, Map.of()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void isClosedToWhatAProxyOfThisMachineForwards(String header) {
        assertThat(access.admits(request("127.0.0.1", Map.of(header, List.of("127.0.0.1")))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "::1", "[::1]"})
    void isOpenByANameOfThisMachine(String host) {
        assertThat(access.admits(request("127.0.0.1", host, Map.of()))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "192.0.2.1", ""})
    void isClosedToAPageWhoseNameResolvesToThisMachine(String host) {
        assertThat(access.admits(request("127.0.0.1", host, Map.of()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "bearer " + TOKEN})
    void admitsTheToken(String authorization) {
        assertThat(access.admits(withAuthorization(authorization))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer 0123456789abcdeF",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdef0",
                "Bearer  0123456789abcdef",
                "Bearer 0123456789abcdef ",
                "Bearer",
                "Bearer ",
                "Basic 0123456789abcdef",
                "0123456789abcdef",
                ""
            })
    void refusesAnythingElse(String authorization) {
        assertThat(access.admits(withAuthorization(authorization))).isFalse();
    }

    @Test
    void refusesTheTokenTwice() {
        assertThat(access.admits(withAuthorization("Bearer " + TOKEN, "Bearer " + TOKEN)))
                .isFalse();
    }

    @Test
    void hasNoTokenIfNoneIsSet() {
        MetricsAccess none = new MetricsAccess(Optional.empty());

        assertThat(none.admits(withAuthorization("Bearer "))).isFalse();
        assertThat(none.admits(withAuthorization("Bearer " + TOKEN))).isFalse();
    }

    @Test
    void tellsNobodyTheToken() {
        assertThat(access.toString()).doesNotContain(TOKEN);
    }

    private static HttpServletRequest withAuthorization(String... values) {
        return request("192.0.2.1", Map.of("Authorization", List.of(values)));
    }

    private static HttpServletRequest request(String address, Map<String, List<String>> headers) {
        return request(address, "localhost", headers);
    }

    private static HttpServletRequest request(String address, String host, Map<String, List<String>> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> address;
                    case "getServerName" -> host;
                    case "getHeader" ->
                        headers.containsKey((String) arguments[0])
                                ? headers.get((String) arguments[0]).get(0)
                                : null;
                    case "getHeaders" ->
                        Collections.enumeration(headers.getOrDefault((String) arguments[0], List.of()));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
