package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void keepsPrintableCharactersOnly() {
        Origin origin = new Origin("192.0.2.1", "curl/8\r\nX: \u00e9\u2028", "node");

        assertThat(origin.userAgent()).isEqualTo("curl/8??X: ??");
    }

    @Test
    void cutsLongTexts() {
        Origin origin = new Origin("", "a".repeat(10_000), "");

        assertThat(origin.userAgent()).hasSize(Origin.MAX_LENGTH);
    }
}
