package org.boundsession.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An HMAC (RFC 2104) with one key. Thread-safe and lock-free.
 *
 * <p>It pools initialized {@link Mac} objects, because creating one costs more than using it. The pool is not a {@link
 * ThreadLocal}: a virtual thread serves one request and would create its own object each time.
 */
public final class Hmac {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_KEY_BYTES = 32;
    private static final int SLOTS = 64;

    /** Neighbouring threads use slots on different cache lines. */
    private static final int STRIDE = 16;

    private final SecretKeySpec key;
    private final AtomicReferenceArray<@Nullable Mac> pool = new AtomicReferenceArray<>(SLOTS * STRIDE);

    private Hmac(SecretKeySpec key) {
        this.key = key;
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
        int slot = (int) (Thread.currentThread().getId() % SLOTS) * STRIDE;
        Mac mac = pool.getAndSet(slot, null);
        if (mac == null) {
            mac = create();
        }
        byte[] signature = mac.doFinal(message);
        pool.setRelease(slot, mac);
        return signature;
    }

    private Mac create() {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + key.getAlgorithm(), e);
        }
    }

    @Override
    public String toString() {
        return "Hmac";
    }
}
