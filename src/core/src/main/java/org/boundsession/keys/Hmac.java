package org.boundsession.keys;

import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;

/** An HMAC (RFC 2104) with one key. Thread-safe and lock-free. */
public final class Hmac {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final MacPool pool;

    private Hmac(SecretKeySpec key) {
        this.key = key;
        this.pool = new MacPool(key.getAlgorithm());
    }

    /** @param algorithm a JCA name such as {@code HmacSHA256} */
    public static Hmac of(String algorithm, byte[] key) {
        return new Hmac(new SecretKeySpec(key, algorithm));
    }

    /** Returns an HMAC with a random key of 256 bits that never leaves this object. */
    public static Hmac withRandomKey(String algorithm) {
        byte[] key = new byte[RANDOM_KEY_BYTES];
        RANDOM.nextBytes(key);
        return of(algorithm, key);
    }

    /**
     * Returns the MAC of the message. Compare MACs in constant time, with {@link java.security.MessageDigest#isEqual}.
     */
    public byte[] sign(byte[] message) {
        return pool.sign(message, mac -> mac.init(key), mac -> {});
    }

    @Override
    public String toString() {
        return "Hmac";
    }
}
