package org.boundsession.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests. */
public final class Sha256 {

    private Sha256() {}

    /** Returns the digest of the text's UTF-8 bytes, in 64 lower-case hexadecimal digits. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the digest in 64 lower-case hexadecimal digits. */
    public static String hex(byte[] message) {
        return HexFormat.of().formatHex(digest(message));
    }

    public static byte[] digest(byte[] message) {
        return create().digest(message);
    }

    /** Returns a digest that takes a message in parts; it is not thread-safe. */
    public static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
