package org.boundsession.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.boundsession.store.Grant;
import org.boundsession.store.SessionKey;
import org.boundsession.store.StoredSession;
import org.junit.jupiter.api.Test;

class SessionHashTest {

    private static final int MISMATCHES = List.of(SessionHash.FIELDS).indexOf("mismatches");
    private static final StoredSession SESSION = new StoredSession(
            SessionKey.of("id"), new Grant("alice", "", "hash", 1, 100), 2, 50, 0, Map.of(), 1, "seal");

    @Test
    void readsWhatItWrites() {
        assertThat(withMismatches("0")).contains(SESSION);
    }

    @Test
    void readsNoNumberThatRedisWouldNotWrite() {
        for (String number : List.of("\u0663", "\uff13", "+3", " 3", "3\n", "0x3", "3.0", "1e3", "-", "")) {
            assertThat(withMismatches(number)).as(number).isEmpty();
        }
    }

    /** A session of a version that did not know the origin. */
    @Test
    void readsSessionWithoutAnOrigin() {
        List<String> values = SessionHash.write(SESSION);
        List<KeyValue<String, String>> fields = IntStream.range(0, values.size())
                .mapToObj(i -> KeyValue.fromNullable(
                        SessionHash.FIELDS[i], SessionHash.FIELDS[i].equals("origin") ? null : values.get(i)))
                .toList();

        assertThat(SessionHash.read(SESSION.key(), fields)).contains(SESSION);
    }

    private static Optional<StoredSession> withMismatches(String number) {
        List<String> values = new ArrayList<>(SessionHash.write(SESSION));
        values.set(MISMATCHES, number);
        return SessionHash.read(
                SESSION.key(),
                IntStream.range(0, values.size())
                        .mapToObj(i -> KeyValue.just(SessionHash.FIELDS[i], values.get(i)))
                        .toList());
    }
}
