package org.boundsession.binding.secret;

import java.nio.charset.StandardCharsets;
import org.boundsession.binding.Evidence;

/**
 * The secret that a client holds, as the bytes it sent. Immutable, and never printed.
 */
public final class Secret implements Evidence {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy of the bytes, every one of which counts. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** Of a text whose characters are one byte each. */
    public static Secret ofLatin1(String text) {
        return new Secret(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
