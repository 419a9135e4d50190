package org.boundsession.binding;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key under which session id and secret are digested before bcrypt, and the public name by which a stored hash says
 * which one that was. Derived from one {@code session-secret}; the name tells nothing of the key.
 */
final class Pepper {

    private static final String ALGORITHM = "HmacSHA384";
    private static final int NAME_BYTES = 4;

    private final String name;
    private final SecretKeySpec key;

    private Pepper(String name, SecretKeySpec key) {
        this.name = name;
        this.key = key;
    }

    static Pepper derivedFrom(byte[] sessionSecret) {
        SecretKeySpec root = new SecretKeySpec(sessionSecret, ALGORITHM);
        byte[] name = mac(root).doFinal("bound-session pepper name".getBytes(StandardCharsets.US_ASCII));
        byte[] key = mac(root).doFinal("bound-session pepper".getBytes(StandardCharsets.US_ASCII));
        return new Pepper(HexFormat.of().formatHex(name, 0, NAME_BYTES), new SecretKeySpec(key, ALGORITHM));
    }

    String name() {
        return name;
    }

    byte[] digest(byte[] framed) {
        return mac(key).doFinal(framed);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "Pepper " + name;
    }
}
