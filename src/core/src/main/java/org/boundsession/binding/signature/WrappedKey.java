package org.boundsession.binding.signature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.boundsession.keys.DerivedKey;

/**
 * The stored form of a binding to a signing key: <code>{signature}&lt;root&gt;:&lt;wrapped key&gt;</code>. The key is
 * encrypted with AES-256-GCM under a key that is derived from {@code session-secret} and the session's id. A store
 * holds no ids, so that its content and {@code session-secret} together reveal no signing key.
 *
 * @param root the name of the {@code session-secret}
 * @param wrapped the initialization vector (12 bytes) and the encrypted key with its tag (48 bytes), in base 64
 */
record WrappedKey(String root, String wrapped) {

    static final String KIND = "signature";

    private static final Pattern FORM = Pattern.compile("\\{signature\\}([0-9a-f]{8}):([A-Za-z0-9_-]{80})");
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String CONTEXT = "bound-session proof v1:";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Parses a stored form. Empty if this version cannot have written it. */
    static Optional<WrappedKey> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new WrappedKey(form.group(1), form.group(2))) : Optional.empty();
    }

    static WrappedKey wrap(DerivedKey root, String sessionId, byte[] key) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, root, sessionId, iv).doFinal(key);
            byte[] wrapped = ByteBuffer.allocate(IV_BYTES + encrypted.length)
                    .put(iv)
                    .put(encrypted)
                    .array();
            return new WrappedKey(
                    root.name(), Base64.getUrlEncoder().withoutPadding().encodeToString(wrapped));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /** Returns the key; empty if it was wrapped for another session or with another root, or is damaged. */
    Optional<byte[]> unwrap(DerivedKey root, String sessionId) {
        byte[] bytes = Base64.getUrlDecoder().decode(wrapped);
        byte[] iv = Arrays.copyOf(bytes, IV_BYTES);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, root, sessionId, iv).doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES));
        } catch (AEADBadTagException damaged) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    private static Cipher cipher(int mode, DerivedKey root, String sessionId, byte[] iv)
            throws GeneralSecurityException {
        byte[] key = root.sign(sessionId.getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD((CONTEXT + sessionId).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    String text() {
        return '{' + KIND + '}' + root + ':' + wrapped;
    }

    @Override
    public String toString() {
        return "WrappedKey";
    }
}
