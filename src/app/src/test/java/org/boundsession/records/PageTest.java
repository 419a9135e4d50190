package org.boundsession.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1000})
    void acceptsLimitsInRange(int limit) {
        assertThat(new Page(limit, 0).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void refusesLimitsOutOfRange(int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Page(limit, 0))
                .withMessageContaining("limit");
    }

    @Test
    void refusesNegativeOffset() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Page(1, -1)).withMessageContaining("offset");
    }

    @Test
    void startsWithOneHundredRows() {
        assertThat(Page.first()).isEqualTo(new Page(100, 0));
    }
}
