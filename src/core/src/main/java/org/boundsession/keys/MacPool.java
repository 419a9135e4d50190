package org.boundsession.keys;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * A pool of {@link Mac} objects, because creating one costs more than using it. Thread-safe and lock-free.
 *
 * <p>It is not a {@link ThreadLocal}: a virtual thread serves one request and would create its own object each time.
 */
final class MacPool {

    private static final int SLOTS = 64;

    /** Neighbouring threads use slots on different cache lines. */
    private static final int STRIDE = 16;

    private final String algorithm;
    private final AtomicReferenceArray<@Nullable Mac> slots = new AtomicReferenceArray<>(SLOTS * STRIDE);

    /** @param algorithm a JCA name such as {@code HmacSHA256} */
    MacPool(String algorithm) {
        this.algorithm = algorithm;
    }

    /** Prepares a {@link Mac}, for example with a key. */
    @FunctionalInterface
    interface Preparation {
        void prepare(Mac mac) throws GeneralSecurityException;
    }

    /**
     * Computes a MAC.
     *
     * @param fresh is applied to a new object
     * @param each is applied to each object, also to one that was used before
     */
    byte[] sign(byte[] message, Preparation fresh, Preparation each) {
        int slot = (int) (Thread.currentThread().getId() % SLOTS) * STRIDE;
        try {
            Mac mac = slots.getAndSet(slot, null);
            if (mac == null) {
                mac = Mac.getInstance(algorithm);
                fresh.prepare(mac);
            }
            each.prepare(mac);
            byte[] signature = mac.doFinal(message);
            slots.setRelease(slot, mac);
            return signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
