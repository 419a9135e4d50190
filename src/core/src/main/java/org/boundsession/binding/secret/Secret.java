package org.boundsession.binding.secret;

import java.nio.charset.StandardCharsets;
import org.boundsession.binding.Evidence;
import org.boundsession.keys.HmacSha256;

/** The secret that a client holds, as the bytes that it sent. Immutable; its bytes must never be logged. */
public final class Secret implements Evidence {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies the bytes. All of them are significant. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** Returns the secret of a text that has one character for each byte (ISO 8859-1). */
    public static Secret ofLatin1(String text) {
        return new Secret(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Derives a key of 32 bytes: HMAC-SHA-256 of the info, with the secret as key. The info names the purpose. */
    public byte[] derive(String info) {
        return new HmacSha256(bytes).sign(info.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
