package org.boundsession.binding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder.BCryptVersion;

/**
 * Hashes session id and secret: slowly, with bcrypt, for what is stored, and fast, with HMAC-SHA-256 under a key of this
 * process, for what is compared on each request. Thread-safe.
 *
 * <p>bcrypt reads 72 bytes and no more (CVE-2025-22228), so it is given the 64 characters of
 * base64(HMAC-SHA-384(pepper, length-prefixed id and secret)): every byte of both counts, and none of one can pass for
 * one of the other. A stored hash reads {@code <pepper name>:<bcrypt hash>}.
 */
public final class SecretHasher {

    private static final String TAG_ALGORITHM = "HmacSHA256";
    private static final char NAME_END = ':';

    private final Map<String, Pepper> peppers = new LinkedHashMap<>();
    private final Pepper first;
    private final BCryptPasswordEncoder bcrypt;

    private final Hmac tags;

    /**
     * @param sessionSecrets at least one; the first hashes, all verify
     * @param cost bcrypt's, as the power of two of its rounds
     */
    public SecretHasher(List<byte[]> sessionSecrets, int cost) {
        if (sessionSecrets.isEmpty()) {
            throw new IllegalArgumentException("sessionSecrets: at least one is needed");
        }
        sessionSecrets.stream().map(Pepper::derivedFrom).forEach(pepper -> peppers.putIfAbsent(pepper.name(), pepper));
        first = peppers.values().iterator().next();
        SecureRandom random = new SecureRandom();
        bcrypt = new BCryptPasswordEncoder(BCryptVersion.$2B, cost, random);
        byte[] processKey = new byte[32];
        random.nextBytes(processKey);
        tags = Hmac.of(TAG_ALGORITHM, processKey);
    }

    /** The slow hash to store. Takes tens of milliseconds of a processor: call it from a place in the lane. */
    String hash(String sessionId, Secret secret) {
        return first.name() + NAME_END + bcrypt.encode(digest(first, sessionId, secret));
    }

    /** The slow check against a stored hash, for a session that this process has not seen. Call it from the lane. */
    boolean matches(String sessionId, Secret secret, String hash) {
        Pepper pepper = pepperOf(hash);
        return pepper != null
                && bcrypt.matches(
                        digest(pepper, sessionId, secret),
                        hash.substring(pepper.name().length() + 1));
    }

    /** Whether the hash was made under a pepper that this node has; without it, nothing can be said of the secret. */
    boolean canVerify(String hash) {
        return pepperOf(hash) != null;
    }

    /** The fast tag, which never leaves the process. */
    byte[] tag(String sessionId, Secret secret) {
        return tags.sign(framed(sessionId, secret));
    }

    private @Nullable Pepper pepperOf(String hash) {
        int end = hash.indexOf(NAME_END);
        return end < 0 ? null : peppers.get(hash.substring(0, end));
    }

    private static String digest(Pepper pepper, String sessionId, Secret secret) {
        return Base64.getEncoder().encodeToString(pepper.digest(framed(sessionId, secret)));
    }

    private static byte[] framed(String sessionId, Secret secret) {
        byte[] id = sessionId.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = secret.bytes();
        return ByteBuffer.allocate(2 * Integer.BYTES + id.length + bytes.length)
                .putInt(id.length)
                .put(id)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
