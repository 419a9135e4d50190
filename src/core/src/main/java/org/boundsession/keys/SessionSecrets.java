package org.boundsession.keys;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The values of {@code session-secret} and the only place that derives keys from them. Thread-safe. The values can be
 * replaced at any time: callers ask for a key whenever they use one, which costs a volatile read.
 *
 * <p>A key is HMAC-SHA-384(secret, length-prefixed label and application), a key derivation in the manner of
 * HKDF-Expand (RFC 5869). The label separates the purposes; the application's name separates the applications that
 * share a secret, so that no id, hash or seal of one is valid in another.
 */
public final class SessionSecrets {

    private static final String DERIVATION = "HmacSHA384";
    private static final String NAME_LABEL = "bound-session secret name v1";
    private static final int NAME_BYTES = 4;

    /** The derived keys with their labels. A label never changes its meaning; a new format needs a new label. */
    public enum Purpose {
        /** The pepper: keys the digest of session id and secret before bcrypt. */
        PEPPER("bound-session pepper v1", "HmacSHA384"),

        /** Signs session ids. */
        SESSION_ID("bound-session session id v1", "HmacSHA256"),

        /** Wraps the keys of sessions whose requests are signed. */
        PROOF_WRAP("bound-session proof wrap v1", "HmacSHA256"),

        /** Seals sessions in a store. */
        SEAL("bound-session seal v1", "HmacSHA256");

        private final String label;
        private final String algorithm;

        Purpose(String label, String algorithm) {
            this.label = label;
            this.algorithm = algorithm;
        }
    }

    private final String application;
    private volatile Map<Purpose, Map<String, DerivedKey>> keys;

    /**
     * @param secrets at least one; the first one signs, all of them verify, so that secrets can be rotated
     * @param application the name of the security domain
     */
    public SessionSecrets(List<byte[]> secrets, String application) {
        this.application = application;
        this.keys = derived(secrets);
    }

    /** Replaces the secrets. What was made with a secret that is no longer among them is not valid any more. */
    public void rotateTo(List<byte[]> secrets) {
        keys = derived(secrets);
    }

    private Map<Purpose, Map<String, DerivedKey>> derived(List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("secrets: at least one is required");
        }
        Map<Purpose, Map<String, DerivedKey>> all = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            all.put(purpose, derived(secrets, purpose));
        }
        return all;
    }

    private Map<String, DerivedKey> derived(List<byte[]> secrets, Purpose purpose) {
        Map<String, DerivedKey> keys = new LinkedHashMap<>();
        for (byte[] secret : secrets) {
            String name = HexFormat.of().formatHex(derive(secret, NAME_LABEL), 0, NAME_BYTES);
            Hmac key = Hmac.of(purpose.algorithm, derive(secret, purpose.label));
            keys.putIfAbsent(name, new DerivedKey(name, key));
        }
        return Collections.unmodifiableMap(keys);
    }

    /** Returns the current keys for a purpose by the names of their secrets, the signing key first. */
    public Map<String, DerivedKey> keys(Purpose purpose) {
        return Objects.requireNonNull(keys.get(purpose), "each purpose has keys");
    }

    /** Returns the key that currently signs. */
    public DerivedKey signingKey(Purpose purpose) {
        return keys(purpose).values().iterator().next();
    }

    private byte[] derive(byte[] secret, String label) {
        byte[] info =
                Framing.join(label.getBytes(StandardCharsets.US_ASCII), application.getBytes(StandardCharsets.UTF_8));
        return Hmac.of(DERIVATION, secret).sign(info);
    }

    @Override
    public String toString() {
        return "SessionSecrets";
    }
}
