package org.boundsession.binding.signature;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Byte sequences in header fields (RFC 9651, section 3.3.5): base 64 between colons, in its canonical form only. */
final class ByteSequence {

    private ByteSequence() {}

    /** Returns the bytes; null if the text is not a sequence of so many bytes. */
    static byte @Nullable [] decode(String text, int length) {
        if (text.length() < 2 || !text.startsWith(":") || !text.endsWith(":")) {
            return null;
        }
        String base64 = text.substring(1, text.length() - 1);
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            boolean canonical = bytes.length == length
                    && Base64.getEncoder().encodeToString(bytes).equals(base64);
            return canonical ? bytes : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
