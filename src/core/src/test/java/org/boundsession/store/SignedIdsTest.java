package org.boundsession.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.boundsession.keys.SessionSecrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedIdsTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_KEY = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);

    private final SignedIds ids = new SignedIds(secrets(KEY));

    @Test
    void verifiesWhatItCreates() {
        String id = ids.create();

        assertThat(id).matches("[A-Za-z0-9_-]{54}");
        assertThat(ids.verify(id)).isTrue();
        assertThat(ids.create()).isNotEqualTo(id);
    }

    @Test
    void refusesEveryOtherSpelling() {
        String id = ids.create();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        for (int i = 0; i < id.length(); i++) {
            for (char other : alphabet.toCharArray()) {
                String changed = id.substring(0, i) + other + id.substring(i + 1);
                assertThat(ids.verify(changed)).isEqualTo(changed.equals(id));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0123456789ABCDEF0123456789ABCDEF",
                "======================================================",
                "                                                      ",
                "éééééééééééééééééééééééééééééééééééééééééééééééééééééé"
            })
    void refusesWhatIsNoIdAtAll(String id) {
        assertThat(ids.verify(id)).isFalse();
    }

    @Test
    void refusesIdWithRouteOrPadding() {
        assertThat(ids.verify(ids.create() + ".node1")).isFalse();
        assertThat(ids.verify(ids.create() + "==")).isFalse();
    }

    @Test
    void verifiesUnderEveryKeyAndSignsUnderTheFirst() {
        SignedIds rotated = new SignedIds(secrets(OTHER_KEY, KEY));

        assertThat(rotated.verify(ids.create())).isTrue();
        assertThat(ids.verify(rotated.create())).isFalse();
    }

    @Test
    void drawsIdsThatDoNotRepeat() {
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> ids.create()).distinct())
                .hasSize(10_000);
    }

    @Test
    void refusesIdsOfAnotherApplication() {
        SignedIds others = new SignedIds(new SessionSecrets(List.of(KEY), "/another"));

        assertThat(ids.verify(others.create())).isFalse();
    }

    private static SessionSecrets secrets(byte[]... keys) {
        return new SessionSecrets(List.of(keys), "/");
    }
}
