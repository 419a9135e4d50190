package org.boundsession.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FramingTest {

    @Test
    void putsTheLengthInFrontOfEachPart() {
        assertThat(join("ab", "c")).containsExactly(0, 0, 0, 2, 'a', 'b', 0, 0, 0, 1, 'c');
        assertThat(join("", "")).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void tellsPairsWithTheSameConcatenationApart() {
        assertThat(join("ab", "c")).isNotEqualTo(join("a", "bc"));
    }

    private static byte[] join(String first, String second) {
        return Framing.join(first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
    }
}
