package org.boundsession.binding.signature;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.boundsession.concurrent.OnceAMinute;
import org.boundsession.keys.DerivedKey;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;

/** Wraps and unwraps signing keys with keys that are derived from {@code session-secret}. Thread-safe. */
final class WrappingKeys {

    private static final Logger LOG = System.getLogger(WrappingKeys.class.getName());

    private final SessionSecrets secrets;
    private final OnceAMinute warning = new OnceAMinute();
    private final OnceAMinute warningOfRoot = new OnceAMinute();

    WrappingKeys(SessionSecrets secrets) {
        this.secrets = secrets;
    }

    WrappedKey wrap(String sessionId, byte[] key) {
        return WrappedKey.wrap(secrets.signingKey(Purpose.PROOF_WRAP), sessionId, key);
    }

    /** Returns the key; empty if this node cannot unwrap it. Each reason is logged at most once a minute. */
    Optional<byte[]> unwrap(WrappedKey wrapped, String sessionId) {
        DerivedKey root = secrets.keys(Purpose.PROOF_WRAP).get(wrapped.root());
        if (root == null) {
            warnOfUnknownRoot();
            return Optional.empty();
        }
        Optional<byte[]> key = wrapped.unwrap(root, sessionId);
        if (key.isEmpty() && warning.isDue()) {
            LOG.log(Level.WARNING, "A session is rejected because its signing key is damaged");
        }
        return key;
    }

    /** Returns whether this node has the {@code session-secret} with this name; if not, logs that once a minute. */
    boolean hasRoot(String root) {
        boolean known = secrets.keys(Purpose.PROOF_WRAP).containsKey(root);
        if (!known) {
            warnOfUnknownRoot();
        }
        return known;
    }

    private void warnOfUnknownRoot() {
        if (warningOfRoot.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "A session is rejected because another node, or this one before a restart, has opened it with another"
                            + " key. Set the same bound-session.session-secret, and the same bound-session.application,"
                            + " on all nodes");
        }
    }

    @Override
    public String toString() {
        return "WrappingKeys";
    }
}
