package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Iso8601Test {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00.000Z",
        "2026-01-31T12:00:00.1Z, 2026-01-31T12:00:00.100Z",
        "2026-01-31T12:00:00.999999999Z, 2026-01-31T12:00:00.999Z"
    })
    void writesThreeDigitsOfTheFraction(String time, String text) {
        assertThat(Iso8601.of(Instant.parse(time))).isEqualTo(text);
    }
}
