package org.boundsession.keys;

import java.nio.ByteBuffer;

/** Encodes two byte arrays as one message, length-prefixed, so that different pairs never have the same encoding. */
public final class Framing {

    private Framing() {}

    /**
     * Returns both parts, each after its length in 4 bytes, big-endian. Stored hashes depend on this encoding: it must
     * not change.
     */
    public static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(2 * Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }
}
