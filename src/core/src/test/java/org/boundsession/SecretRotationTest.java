package org.boundsession;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;
import org.junit.jupiter.api.Test;

class SecretRotationTest {

    private static final byte[] OLD = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.UTF_8);

    private final List<byte[]> file = new ArrayList<>(List.of(OLD));
    private final SessionSecrets secrets = new SessionSecrets(file, "/");
    private final SecretRotation rotation = new SecretRotation(secrets, file, this::read);
    private boolean unusable;

    private List<byte[]> read() {
        if (unusable) {
            throw new IllegalArgumentException("unusable by the test");
        }
        return List.copyOf(file);
    }

    @Test
    void usesAChangeThatWasReadTwice() {
        String oldName = signing();
        file.add(0, NEW);

        rotation.run();
        assertThat(signing()).as("read once").isEqualTo(oldName);
        rotation.run();

        assertThat(signing()).isEqualTo(nameOf(NEW));
        assertThat(secrets.keys(Purpose.SEAL).keySet()).containsExactly(nameOf(NEW), oldName);
    }

    @Test
    void ignoresAFileThatIsBeingWritten() {
        file.set(0, "half of a secret, long enough to be used".getBytes(StandardCharsets.UTF_8));
        rotation.run();
        file.set(0, NEW);
        rotation.run();

        assertThat(signing()).isEqualTo(nameOf(OLD));
        rotation.run();
        assertThat(signing()).isEqualTo(nameOf(NEW));
    }

    @Test
    void keepsTheValuesWhileTheFileIsUnusable() {
        unusable = true;
        rotation.run();
        rotation.run();
        assertThat(signing()).isEqualTo(nameOf(OLD));

        unusable = false;
        file.set(0, NEW);
        rotation.run();
        rotation.run();
        assertThat(signing()).isEqualTo(nameOf(NEW));
    }

    private String signing() {
        return secrets.signingKey(Purpose.SEAL).name();
    }

    private static String nameOf(byte[] secret) {
        return new SessionSecrets(List.of(secret), "/").signingKey(Purpose.SEAL).name();
    }
}
