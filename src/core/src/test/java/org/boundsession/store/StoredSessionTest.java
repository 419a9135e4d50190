package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back from a store is checked when it becomes a value. */
class StoredSessionTest {

    private static final Grant GRANT = new Grant("alice", "general", "{secret}x", 1_000, 2_000);
    private static final StoredSession SESSION =
            new StoredSession(SessionKey.of("id"), GRANT, 1_000, 150, 0, Map.of(), 1, "");

    static Stream<Callable<Object>> impossible() {
        return Stream.of(
                () -> SESSION.accessedAt(-1),
                () -> SESSION.idlingFor(-1),
                () -> SESSION.idlingFor(StoredSession.MAX_INTERVAL + 1),
                () -> SESSION.withMismatches(-1),
                () -> SESSION.withVersion(-1),
                () -> SESSION.withAttributes(Map.of("list", Map.of())),
                () -> new Grant("alice", "", "", -1, 2_000),
                () -> new Grant("alice", "", "", 2_001, 2_000));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesValueThatNoSessionHas(Callable<Object> value) {
        assertThatIllegalArgumentException().isThrownBy(value::call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "no digest"})
    void takesNoOtherTextForAKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionKey(text));
        assertThat(SessionKey.ofHex(text)).isEmpty();
    }

    @Test
    void readsTheKeyThatItWrites() {
        SessionKey key = SessionKey.of("id");

        assertThat(SessionKey.ofHex(key.hex())).contains(key);
        assertThat(SessionKey.ofHex(key.hex().toUpperCase(Locale.ROOT))).isEmpty();
    }

    @Test
    void takesNoOtherTextForAToken() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EndToken("x"));
    }
}
