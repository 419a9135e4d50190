package org.boundsession.binding.secret;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.boundsession.concurrent.OnceAMinute;
import org.boundsession.keys.DerivedKey;
import org.boundsession.keys.Framing;
import org.boundsession.keys.Hmac;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder.BCryptVersion;

/**
 * Hashes session id and secret: slowly, with bcrypt, for the stored form, and fast, with HMAC-SHA-256 under a random
 * key of this process, for the tag that is compared on each request. Thread-safe.
 *
 * <p>bcrypt ignores all input after 72 bytes (CVE-2025-22228). Therefore its input is a digest of 64 characters,
 * base64(HMAC-SHA-384(pepper, length-prefixed id and secret)). Every byte of both is significant, and the length
 * prefix keeps bytes of one from counting as bytes of the other. The stored form is a {@link StoredSecret}.
 */
final class SecretHasher {

    private static final String TAG_ALGORITHM = "HmacSHA256";
    private static final Logger LOG = System.getLogger(SecretHasher.class.getName());

    private final OnceAMinute warning = new OnceAMinute();
    private final OnceAMinute warningOfPepper = new OnceAMinute();
    private final SessionSecrets secrets;
    private final BCryptPasswordEncoder bcrypt;
    private final LongConsumer times;

    private final Hmac tags;

    /** @param cost the cost parameter of bcrypt, the binary logarithm of the number of rounds */
    SecretHasher(SessionSecrets secrets, int cost) {
        this(secrets, cost, nanos -> {});
    }

    /**
     * @param cost the cost parameter of bcrypt, the binary logarithm of the number of rounds
     * @param times receives the time of each slow hash, in nanoseconds
     */
    SecretHasher(SessionSecrets secrets, int cost, LongConsumer times) {
        this.secrets = secrets;
        this.times = times;
        bcrypt = new BCryptPasswordEncoder(BCryptVersion.$2B, cost, new SecureRandom());
        tags = Hmac.withRandomKey(TAG_ALGORITHM);
    }

    /**
     * Computes the slow hash to store. This takes tens of milliseconds of CPU time: the caller holds a place in the
     * hashing lane.
     */
    StoredSecret hash(String sessionId, Secret secret) {
        DerivedKey signing = secrets.signingKey(Purpose.PEPPER);
        return new StoredSecret(signing.name(), timed(() -> bcrypt.encode(digest(signing, sessionId, secret))));
    }

    /**
     * Checks a secret slowly against a stored form that {@link #parse} has returned. The caller holds a place in the
     * hashing lane.
     */
    boolean matches(String sessionId, Secret secret, StoredSecret form) {
        DerivedKey pepper = secrets.keys(Purpose.PEPPER).get(form.pepper());
        return pepper != null && timed(() -> bcrypt.matches(digest(pepper, sessionId, secret), form.bcrypt()));
    }

    private <T> T timed(Supplier<T> hashing) {
        long start = System.nanoTime();
        T result = hashing.get();
        times.accept(System.nanoTime() - start);
        return result;
    }

    /**
     * Parses a stored form. Empty if this node cannot check a secret against it, because the form is damaged or its
     * pepper is not known here. Each is logged at most once a minute.
     */
    Optional<StoredSecret> parse(String stored) {
        Optional<StoredSecret> form = StoredSecret.parse(stored);
        if (form.isEmpty() && warning.isDue()) {
            LOG.log(Level.WARNING, "A session is rejected because its binding is damaged or of an unknown version");
        }
        return form.filter(this::hasPepperOf);
    }

    /** Returns whether this node has the pepper of the form; if not, logs that at most once a minute. */
    boolean hasPepperOf(StoredSecret form) {
        boolean known = secrets.keys(Purpose.PEPPER).containsKey(form.pepper());
        if (!known && warningOfPepper.isDue()) {
            LOG.log(
                    Level.WARNING,
                    "A session is rejected because another node, or this one before a restart, has opened it with another"
                            + " key. Set the same bound-session.session-secret, and the same bound-session.application,"
                            + " on all nodes");
        }
        return known;
    }

    /** Computes the fast tag, which never leaves the process. */
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
