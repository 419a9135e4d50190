package org.boundsession.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final String NOON = "Sat, 31 Jan 2026 12:00:00 GMT";

    private static HttpHeaders headers(String... namesAndValues) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "' 120 ', 120", "999999999, 999999999"})
    void readsSeconds(String value, int seconds) {
        assertThat(RetryAfter.of(503, headers("Retry-After", value))).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void readsADateBesideTheServersOwn() {
        assertThat(RetryAfter.of(429, headers("Retry-After", "Sat, 31 Jan 2026 12:00:07 GMT", "Date", NOON)))
                .contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.of(429, headers("Retry-After", "Sat, 31 Jan 2026 11:00:00 GMT", "Date", NOON)))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void readsNoDateWithoutTheServersOwn() {
        assertThat(RetryAfter.of(503, headers("Retry-After", NOON))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "1s", "soon", "1234567890", "31 Jan 2026", "\u0663"})
    void ignoresWhatIsMalformed(String value) {
        assertThat(RetryAfter.of(503, headers("Retry-After", value, "Date", NOON)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 401, 500})
    void meansNothingWithAnotherStatus(int status) {
        assertThat(RetryAfter.of(status, headers("Retry-After", "1"))).isEmpty();
    }
}
