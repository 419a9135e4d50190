package org.boundsession.binding;

import java.nio.ByteBuffer;

/** Makes one message of two parts, each with its length in front of it: no two pairs have one message. */
public final class Framing {

    private Framing() {}

    /** Both parts, each after its length in 4 bytes, big-endian. Hashes in stores depend on this form. */
    public static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(2 * Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }
}
