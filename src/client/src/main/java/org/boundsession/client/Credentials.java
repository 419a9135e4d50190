package org.boundsession.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * User and password, as HTTP Basic authentication sends them (RFC 7617). The password is asked for at each login, and
 * what was made of it is overwritten. Thread-safe if the supplier is.
 */
final class Credentials {

    private final String user;
    private final Supplier<char[]> password;

    /** @param user without a colon, which would end the name */
    Credentials(String user, Supplier<char[]> password) {
        this.user = user;
        this.password = password;
    }

    /**
     * Returns the value of the {@code Authorization} header.
     *
     * @throws IllegalStateException if Basic authentication cannot send the password
     */
    String basic() {
        char[] chars = Objects.requireNonNull(password.get(), "the supplier of the password returned null");
        char[] pair = pair(chars);
        Arrays.fill(chars, '\0');
        byte[] bytes = utf8(pair);
        try {
            return "Basic " + Base64.getEncoder().encodeToString(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private char[] pair(char[] chars) {
        char[] pair = Arrays.copyOf((user + ":").toCharArray(), user.length() + 1 + chars.length);
        System.arraycopy(chars, 0, pair, user.length() + 1, chars.length);
        return pair;
    }

    private static byte[] utf8(char[] pair) {
        try {
            requireNoControl(pair);
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(pair));
            byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
            Arrays.fill(encoded.array(), (byte) 0);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("password: expected valid Unicode", e);
        } finally {
            Arrays.fill(pair, '\0');
        }
    }

    /** An array that was overwritten before has nothing but control characters. */
    private static void requireNoControl(char[] pair) {
        for (char c : pair) {
            if (Character.isISOControl(c)) {
                throw new IllegalStateException("password: has a control character; return a new array each time");
            }
        }
    }
}
