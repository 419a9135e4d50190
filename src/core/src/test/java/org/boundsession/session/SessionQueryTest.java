package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.boundsession.session.SessionQuery.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionQueryTest {

    private static final String LOW = "0".repeat(64);
    private static final String HIGH = "f".repeat(64);

    @Test
    void ordersTheSessionsThatEndLastFirst() {
        Position last = new Position(2, LOW);
        Position highKey = new Position(1, HIGH);
        Position lowKey = new Position(1, LOW);

        assertThat(List.of(lowKey, last, highKey).stream().sorted()).containsExactly(last, highKey, lowKey);
    }

    @Test
    void readsThePositionThatItHasWritten() {
        Position position = new Position(1_800_000_000_000L, HIGH);

        assertThat(Position.parse(position.text())).contains(position);
    }

    static List<String> otherTexts() {
        return List.of(
                "",
                "1",
                "1-",
                "-" + HIGH,
                "-1-" + HIGH,
                "1-ffff",
                "1-" + HIGH + "f",
                "1-" + HIGH.toUpperCase(Locale.ROOT),
                "1-" + HIGH + "\n",
                "9".repeat(16) + "-" + HIGH);
    }

    @ParameterizedTest
    @MethodSource("otherTexts")
    void readsNoOtherText(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void limitsThePage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionQuery(Optional.empty(), Optional.empty(), SessionQuery.MAX_LIMIT + 1))
                .withMessageContaining("limit");
    }
}
