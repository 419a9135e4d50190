package org.boundsession.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.boundsession.keys.DerivedKey;
import org.boundsession.keys.SessionSecrets;
import org.boundsession.keys.SessionSecrets.Purpose;
import org.boundsession.session.Origin;

/**
 * Protects the integrity of stored sessions against a writer of the store: a MAC over the session's key and its {@link
 * Grant}, in the form {@code 2:<name of the secret>:<HMAC-SHA-256 in base64url>}. MACs are compared in constant time.
 * Thread-safe.
 *
 * <p>The application's name is part of the derivation of the MAC's key, so that a session of another application is
 * not valid. The last access, the idle timeout, mismatches, attributes and version are not sealed: they cannot extend
 * a session beyond its absolute end.
 */
public final class Seal {

    private static final String VERSION = "2";

    /** Does not cover the origin, and is valid for a session without one. */
    private static final String WITHOUT_ORIGIN = "1";

    private static final Pattern FORM = Pattern.compile("([12]):([0-9a-f]{8}):([A-Za-z0-9_-]{43})");

    private final SessionSecrets secrets;

    public Seal(SessionSecrets secrets) {
        this.secrets = secrets;
    }

    /** The result of checking a seal. */
    enum Check {
        FITS,

        /** The session or its seal was changed, or the seal belongs to another session or application. */
        DOES_NOT_FIT,

        /** The seal names a secret that this node does not have. */
        UNKNOWN_SECRET
    }

    /** Returns the session with its seal. */
    StoredSession put(StoredSession session) {
        DerivedKey signing = secrets.signingKey(Purpose.SEAL);
        return session.withSeal(VERSION + ':' + signing.name() + ':' + mac(signing, encode(session, VERSION)));
    }

    Check check(StoredSession session) {
        Matcher form = FORM.matcher(session.seal());
        if (!form.matches()) {
            return Check.DOES_NOT_FIT;
        }
        String version = form.group(1);
        if (version.equals(WITHOUT_ORIGIN) && !session.grant().origin().equals(Origin.UNKNOWN)) {
            return Check.DOES_NOT_FIT;
        }
        DerivedKey key = secrets.keys(Purpose.SEAL).get(form.group(2));
        if (key == null) {
            return Check.UNKNOWN_SECRET;
        }
        return isEqual(mac(key, encode(session, version)), form.group(3)) ? Check.FITS : Check.DOES_NOT_FIT;
    }

    private static boolean isEqual(String expected, String presented) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), presented.getBytes(StandardCharsets.US_ASCII));
    }

    private static String mac(DerivedKey key, byte[] message) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(message));
    }

    private static String[] texts(StoredSession session, String version) {
        Grant grant = session.grant();
        Origin origin = grant.origin();
        return version.equals(WITHOUT_ORIGIN)
                ? new String[] {session.key().hex(), grant.principal(), grant.roles(), grant.binding()}
                : new String[] {
                    session.key().hex(),
                    grant.principal(),
                    grant.roles(),
                    grant.binding(),
                    origin.client(),
                    origin.userAgent(),
                    origin.node()
                };
    }

    /**
     * Each text is length-prefixed, so that two different sessions never have the same encoding, nor have one of
     * version 1 and one of version 2.
     */
    private static byte[] encode(StoredSession session, String version) {
        Grant grant = session.grant();
        String[] texts = texts(session, version);
        int chars = 0;
        for (String text : texts) {
            chars += text.length();
        }
        ByteBuffer bytes = ByteBuffer.allocate(texts.length * Integer.BYTES + chars * Character.BYTES + 2 * Long.BYTES);
        for (String text : texts) {
            bytes.putInt(text.length());
            text.chars().forEach(c -> bytes.putChar((char) c));
        }
        return bytes.putLong(grant.creationTime()).putLong(grant.endTime()).array();
    }

    @Override
    public String toString() {
        return "Seal";
    }
}
