package org.boundsession.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.boundsession.session.SessionQuery.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-", "-1-" + "0", "1-ffff", "99999999999999999999-"})
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
