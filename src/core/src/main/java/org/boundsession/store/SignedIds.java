package org.boundsession.store;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.boundsession.keys.DerivedKey;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;

/**
 * Signed session ids: 24 random bytes and a 16-byte MAC (HMAC-SHA-256, truncated) over them, in base64url, 54
 * characters. A forged id is refused before a look-up in the store. MACs are compared in constant time. Thread-safe.
 */
public final class SignedIds {

    private static final int RANDOM_BYTES = 24;
    private static final int MAC_BYTES = 16;
    private static final int CHARACTERS = 54;

    private final SecureRandom random = new SecureRandom();
    private final SessionSecrets secrets;

    public SignedIds(SessionSecrets secrets) {
        this.secrets = secrets;
    }

    String create() {
        byte[] id = new byte[RANDOM_BYTES + MAC_BYTES];
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        System.arraycopy(drawn, 0, id, 0, RANDOM_BYTES);
        System.arraycopy(secrets.signingKey(Purpose.SESSION_ID).sign(drawn), 0, id, RANDOM_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Returns whether the id is signed with one of the keys and in canonical base64url. */
    boolean verify(String id) {
        if (id.length() != CHARACTERS) {
            return false;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        // The last character has four unused bits: without this check, one id would have several spellings.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(id) && isSigned(bytes);
    }

    private boolean isSigned(byte[] bytes) {
        byte[] drawn = Arrays.copyOf(bytes, RANDOM_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, RANDOM_BYTES, RANDOM_BYTES + MAC_BYTES);
        for (DerivedKey key : secrets.keys(Purpose.SESSION_ID).values()) {
            if (MessageDigest.isEqual(mac, Arrays.copyOf(key.sign(drawn), MAC_BYTES))) {
                return true;
            }
        }
        return false;
    }
}
