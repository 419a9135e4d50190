package org.boundsession.binding.secret;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.boundsession.binding.DerivedKey;
import org.boundsession.binding.Framing;
import org.boundsession.binding.Hmac;
import org.boundsession.binding.OnceAMinute;
import org.boundsession.binding.SessionSecrets;
import org.boundsession.binding.SessionSecrets.Purpose;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder.BCryptVersion;

/**
 * Hashes session id and secret: slowly, with bcrypt, for what is stored, and fast, with HMAC-SHA-256 under a key of this
 * process, for what is compared on each request. Thread-safe.
 *
 * <p>bcrypt reads 72 bytes and no more (CVE-2025-22228), so it is given the 64 characters of
 * base64(HMAC-SHA-384(pepper, length-prefixed id and secret)): every byte of both counts, and none of one can pass for
 * one of the other. The stored form is a {@link StoredSecret}.
 */
final class SecretHasher {

    private static final String TAG_ALGORITHM = "HmacSHA256";
    private static final Logger LOG = System.getLogger(SecretHasher.class.getName());

    private final OnceAMinute warning = new OnceAMinute();
    private final Map<String, DerivedKey> peppers;
    private final DerivedKey signing;
    private final BCryptPasswordEncoder bcrypt;

    private final Hmac tags;

    /** @param cost bcrypt's, as the power of two of its rounds */
    SecretHasher(SessionSecrets secrets, int cost) {
        peppers = secrets.keys(Purpose.PEPPER);
        signing = secrets.signingKey(Purpose.PEPPER);
        bcrypt = new BCryptPasswordEncoder(BCryptVersion.$2B, cost, new SecureRandom());
        tags = Hmac.withRandomKey(TAG_ALGORITHM);
    }

    /** The slow hash to store. Takes tens of milliseconds of a processor: call it from a place in the lane. */
    StoredSecret hash(String sessionId, Secret secret) {
        return new StoredSecret(signing.name(), bcrypt.encode(digest(signing, sessionId, secret)));
    }

    /** The slow check against a stored form that {@link #parse} has returned. Call it from the lane. */
    boolean matches(String sessionId, Secret secret, StoredSecret form) {
        DerivedKey pepper = peppers.get(form.pepper());
        return pepper != null && bcrypt.matches(digest(pepper, sessionId, secret), form.bcrypt());
    }

    /**
     * The stored form, if this node can check a secret against it: it is intact, and made under a pepper that this node has.
     * Otherwise nothing can be said of the secret. A damaged form is logged, at most once a minute.
     */
    Optional<StoredSecret> parse(String stored) {
        Optional<StoredSecret> form = StoredSecret.parse(stored);
        if (form.isEmpty() && warning.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "A session's binding is damaged or of an unknown version: the session is not accepted");
        }
        return form.filter(parsed -> peppers.containsKey(parsed.pepper()));
    }

    /** The fast tag, which never leaves the process. */
    byte[] tag(String sessionId, Secret secret) {
        return tags.sign(framed(sessionId, secret));
    }

    private static String digest(DerivedKey pepper, String sessionId, Secret secret) {
        return Base64.getEncoder().encodeToString(pepper.sign(framed(sessionId, secret)));
    }

    private static byte[] framed(String sessionId, Secret secret) {
        return Framing.join(sessionId.getBytes(StandardCharsets.UTF_8), secret.bytes());
    }
}
