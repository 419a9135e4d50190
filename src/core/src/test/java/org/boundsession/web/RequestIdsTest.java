package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.boundsession.session.Requester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

    private static final String OF_TRUSTED_PROXY = "org.apache.tomcat.request.forwarded";
    private static final String FRESH = "[A-Za-z0-9_-]{22}";

    private final Map<String, Object> attributes = new HashMap<>();

    @Test
    void givesARequestOneId() {
        HttpServletRequest request = request();

        String id = RequestIds.of(request);

        assertThat(id).matches(FRESH);
        assertThat(RequestIds.of(request)).isEqualTo(id);
        assertThat(Requester.of(request)).isEqualTo(new Requester("192.0.2.1", id));
    }

    @Test
    void givesEachRequestAnother() {
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj(i -> {
                            attributes.clear();
                            return RequestIds.of(request());
                        })
                        .collect(Collectors.toSet()))
                .hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "6f1c5d1e-0b7a-4f57-9e0e-6a1f0c1d2e3f", "1-5759e988:bd862e3fe1be46a9=/+~_."})
    void keepsTheIdOfATrustedProxy(String id) {
        attributes.put(OF_TRUSTED_PROXY, true);

        assertThat(RequestIds.of(request(id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1234567", "with a blank", "<script>alert(1)</script>", "quote\"quote", "\u00fcmlaut12"})
    void replacesAMalformedIdOfATrustedProxy(String id) {
        attributes.put(OF_TRUSTED_PROXY, true);

        assertThat(RequestIds.of(request(id))).matches(FRESH);
    }

    @Test
    void replacesSeveralIdsAndALongOne() {
        attributes.put(OF_TRUSTED_PROXY, true);
        assertThat(RequestIds.of(request("12345678", "12345678"))).matches(FRESH);
        attributes.remove(Requester.REQUEST_ID);

        assertThat(RequestIds.of(request("x".repeat(129)))).matches(FRESH);
        attributes.remove(Requester.REQUEST_ID);
        assertThat(RequestIds.of(request("x".repeat(128)))).hasSize(128);
    }

    @Test
    void trustsNobodyElse() {
        assertThat(RequestIds.of(request("12345678"))).matches(FRESH);
    }

    private HttpServletRequest request(String... ids) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                RequestIdsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get(args[0]);
                    case "setAttribute" -> attributes.put((String) args[0], args[1]);
                    case "getHeaders" -> Collections.enumeration(List.of(ids));
                    case "getRemoteAddr" -> "192.0.2.1";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
