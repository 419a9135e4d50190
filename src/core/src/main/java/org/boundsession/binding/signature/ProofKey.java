package org.boundsession.binding.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.boundsession.binding.secret.Secret;
import org.boundsession.keys.Sha256;

/**
 * The key with which the requests of one session are signed.
 *
 * <p>It is derived from the secret and the key's public name, which itself is derived from the session's id: a page in
 * a browser cannot read its cookie, but learns the name at login.
 */
final class ProofKey {

    private static final String KEYID_LABEL = "bound-session keyid v1:";
    private static final String KEY_LABEL = "bound-session proof v1:";
    private static final int KEYID_BYTES = 16;

    private ProofKey() {}

    /** Returns the public name of a session's key, 22 characters. */
    static String id(String sessionId) {
        byte[] digest = Sha256.digest((KEYID_LABEL + sessionId).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, KEYID_BYTES));
    }

    /** Returns the key, 32 bytes. */
    static byte[] derive(Secret secret, String keyid) {
        return secret.derive(KEY_LABEL + keyid);
    }
}
