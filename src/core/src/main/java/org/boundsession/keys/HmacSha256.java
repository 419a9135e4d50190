package org.boundsession.keys;

import javax.crypto.spec.SecretKeySpec;

/**
 * A key of HMAC-SHA-256 (RFC 2104) that takes little memory, for keys of which there are many, one for each session.
 * Its MACs cost a little more than those of an {@link Hmac}. Immutable and thread-safe.
 */
public final class HmacSha256 {

    private static final String ALGORITHM = "HmacSHA256";
    private static final MacPool POOL = new MacPool(ALGORITHM);

    private final SecretKeySpec key;

    /** Copies the key. */
    public HmacSha256(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Returns the MAC of the message. Compare MACs in constant time, with {@link java.security.MessageDigest#isEqual}.
     */
    public byte[] sign(byte[] message) {
        return POOL.sign(message, mac -> {}, mac -> mac.init(key));
    }

    @Override
    public String toString() {
        return "HmacSha256";
    }
}
