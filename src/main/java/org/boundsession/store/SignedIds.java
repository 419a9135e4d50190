package org.boundsession.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.boundsession.binding.Hmac;

/**
 * Session ids that say of themselves that a node with our keys made them: 24 random bytes and a 16-byte MAC of these,
 * base64url, 54 characters. A forged id is refused before any store is asked. Thread-safe.
 */
public final class SignedIds {

    private static final int RANDOM_BYTES = 24;
    private static final int MAC_BYTES = 16;
    private static final int CHARACTERS = 54;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final List<Hmac> macs;

    /** @param sessionSecrets at least one; the first signs, all verify */
    public SignedIds(List<byte[]> sessionSecrets) {
        if (sessionSecrets.isEmpty()) {
            throw new IllegalArgumentException("sessionSecrets: at least one is needed");
        }
        macs = sessionSecrets.stream().map(SignedIds::key).toList();
    }

    public String create() {
        byte[] id = new byte[RANDOM_BYTES + MAC_BYTES];
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        System.arraycopy(drawn, 0, id, 0, RANDOM_BYTES);
        System.arraycopy(macs.get(0).sign(drawn), 0, id, RANDOM_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Whether a node with one of these keys made it, and it is spelled as that node spelled it. */
    public boolean verify(String id) {
        if (id.length() != CHARACTERS) {
            return false;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        // The last character has four bits to spare: another spelling would be another key in the store.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(id) && isSigned(bytes);
    }

    private boolean isSigned(byte[] bytes) {
        byte[] drawn = Arrays.copyOf(bytes, RANDOM_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, RANDOM_BYTES, RANDOM_BYTES + MAC_BYTES);
        for (Hmac key : macs) {
            if (MessageDigest.isEqual(mac, Arrays.copyOf(key.sign(drawn), MAC_BYTES))) {
                return true;
            }
        }
        return false;
    }

    /** Another key than the peppers are derived to, from the same secret. */
    private static Hmac key(byte[] sessionSecret) {
        Hmac root = Hmac.of(ALGORITHM, sessionSecret);
        return Hmac.of(ALGORITHM, root.sign("bound-session id".getBytes(StandardCharsets.US_ASCII)));
    }
}
