package org.boundsession.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.boundsession.keys.SessionSecrets.Purpose;
import org.junit.jupiter.api.Test;

class SessionSecretsTest {

    private static final byte[] OLD = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);

    @Test
    void derivesAnotherKeyForEachSecretPurposeAndApplication() {
        List<String> signatures = new ArrayList<>();
        List<String> applications = List.of("/", "/a", "/A", "", "a-much-longer-name");
        for (byte[] secret : List.of(OLD, NEW)) {
            for (String application : applications) {
                for (Purpose purpose : Purpose.values()) {
                    DerivedKey key = new SessionSecrets(List.of(secret), application).signingKey(purpose);
                    signatures.add(HexFormat.of().formatHex(key.sign(new byte[0]), 0, 16));
                }
            }
        }

        assertThat(signatures)
                .hasSize(2 * applications.size() * Purpose.values().length)
                .doesNotHaveDuplicates();
    }

    /** Sessions outlive an update of the product: a derivation that changes would end them all. */
    @Test
    void derivesTheSameKeysInEveryVersion() {
        SessionSecrets secrets = new SessionSecrets(List.of(OLD), "/");

        assertThat(List.of(Purpose.values()))
                .extracting(purpose -> {
                    DerivedKey key = secrets.signingKey(purpose);
                    return key.name() + " " + HexFormat.of().formatHex(key.sign(new byte[0]), 0, 8);
                })
                .containsExactly(
                        "2781a723 07517dcf3d05ab56",
                        "2781a723 58288d667f21aa38",
                        "2781a723 a301ea0cca522f43",
                        "2781a723 3726f0067169e968");
    }

    @Test
    void signsWithTheFirstSecretAndKnowsAll() {
        SessionSecrets rotated = new SessionSecrets(List.of(NEW, OLD), "/");
        String oldName =
                new SessionSecrets(List.of(OLD), "/").signingKey(Purpose.SEAL).name();
        String newName =
                new SessionSecrets(List.of(NEW), "/").signingKey(Purpose.SEAL).name();

        assertThat(rotated.signingKey(Purpose.SEAL).name()).isEqualTo(newName);
        assertThat(rotated.keys(Purpose.SEAL).keySet()).containsExactly(newName, oldName);
    }

    @Test
    void requiresASecret() {
        assertThatThrownBy(() -> new SessionSecrets(List.of(), "/")).isInstanceOf(IllegalArgumentException.class);
    }
}
