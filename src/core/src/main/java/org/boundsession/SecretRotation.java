package org.boundsession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.boundsession.keys.SessionSecrets;

/**
 * Takes over a change of the file with {@code session-secret}, so that secrets are rotated without a restart. A change
 * counts when it was read twice, because the file may be read while it is being written. Values that cannot be used are
 * logged once, and the ones before remain in use.
 */
final class SecretRotation implements Periodically.Task {

    private static final Logger LOG = System.getLogger(SecretRotation.class.getName());

    private final SessionSecrets secrets;
    private final Supplier<List<byte[]>> file;
    private byte[][] used;
    private byte[][] read;
    private String told = "";

    /**
     * @param used the values in use
     * @param file reads the file; throws IllegalArgumentException if its values cannot be used
     */
    SecretRotation(SessionSecrets secrets, List<byte[]> used, Supplier<List<byte[]>> file) {
        this.secrets = secrets;
        this.file = file;
        this.used = used.toArray(byte[][]::new);
        this.read = this.used;
    }

    @Override
    public void run() {
        try {
            byte[][] now = file.get().toArray(byte[][]::new);
            if (Arrays.deepEquals(now, read) && !Arrays.deepEquals(now, used)) {
                use(now);
            }
            read = now;
            told = "";
        } catch (IllegalArgumentException unusable) {
            tellOnce(String.valueOf(unusable.getMessage()));
        }
    }

    private void use(byte[][] changed) {
        secrets.rotateTo(List.of(changed));
        used = changed;
        LOG.log(
                Level.INFO,
                "bound-session.session-secret has changed: new sessions use the first of now {0} secrets; sessions that were"
                        + " made with none of them have ended",
                changed.length);
    }

    private void tellOnce(String reason) {
        if (!reason.equals(told)) {
            LOG.log(Level.WARNING, "{0}. The values that were read before remain in use", reason);
            told = reason;
        }
    }
}
