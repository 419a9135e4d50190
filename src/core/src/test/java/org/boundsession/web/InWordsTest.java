package org.boundsession.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InWordsTest {

    @ParameterizedTest
    @CsvSource({
        "3600, 1 hour",
        "7200, 2 hours",
        "86400, 24 hours",
        "600, 10 minutes",
        "60, 1 minute",
        "5400, 90 minutes",
        "90, 90 seconds",
        "1, 1 second"
    })
    void saysDurationsAsPeopleDo(long seconds, String words) {
        assertThat(InWords.of(Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}
