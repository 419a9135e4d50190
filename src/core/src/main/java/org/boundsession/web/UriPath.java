package org.boundsession.web;

import jakarta.servlet.ServletContext;
import java.nio.charset.StandardCharsets;

/** Percent-encodes a decoded path for a URI (RFC 3986, section 3.3). */
final class UriPath {

    /**
     * Characters besides letters and digits that are not encoded. The semicolon is, because it begins a path parameter.
     */
    private static final String PUNCTUATION = "/-._~!$&'()*+,=:@";

    private static final boolean[] PLAIN = plain();

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriPath() {}

    /** Returns the percent-encoded path of the application; empty for the root. */
    static String of(ServletContext context) {
        // Only Jetty returns it encoded.
        return context.getServerInfo().startsWith("jetty")
                ? context.getContextPath()
                : encode(context.getContextPath());
    }

    /** Percent-encodes all characters that are reserved in a path, and the percent sign: the result decodes to the path. */
    static String encode(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (!isPlain(path.charAt(i))) {
                return path.substring(0, i) + encodeAll(path.substring(i));
            }
        }
        return path;
    }

    private static String encodeAll(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isPlain(c)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char c) {
        return c < PLAIN.length && PLAIN[c];
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[128];
        for (char c = 0; c < plain.length; c++) {
            plain[c] =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PUNCTUATION.indexOf(c) >= 0;
        }
        return plain;
    }
}
