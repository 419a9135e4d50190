package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "7", "-7", "0.5", "-0.50", "10.0", "12345678901234567890.0001"})
    void passesPlainNumbers(String value) {
        assertThat(Decimals.isJson(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "+1", ".5", "-.5", "5.", "00", "007", "-01.5", "1e3", "1E+2", "1.2.3", "1-2", "NaN", "\u0661"
            })
    void passesNothingElse(String value) {
        assertThat(Decimals.isJson(value)).isFalse();
    }
}
